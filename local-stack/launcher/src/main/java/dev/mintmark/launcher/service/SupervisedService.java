package dev.mintmark.launcher.service;

import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.process.ProcessId;
import dev.mintmark.launcher.home.LogFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps one service running: starts it, waits for its health, starts it again when it ends. */
final class SupervisedService {
  /** Of a start that gets nowhere: whoever is only given little of a processor needs longer. */
  private static final Duration READY_LIMIT = Duration.ofSeconds(90);

  /** Processor time that shows within the limit that a start gets on. */
  private static final Duration PROGRESS = Duration.ofSeconds(1);

  /** Several times what any start takes: beyond it nothing is progress. */
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  /** Its own shutdown, and at the end of a first run the JVM's archive of its classes. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  /** Who ran that long does not end again and again: it comes back without a long pause. */
  private static final Duration LONG_RUN = Duration.ofSeconds(30);

  private static final int POLL_MILLIS = 100;
  private static final int TAIL_LINES = 15;

  /** A service that ends this often before it was ever ready will not become so. */
  private static final int FIRST_ATTEMPTS = 3;

  private final ServiceLaunch launch;
  private final HealthProbe probe;
  private final ServiceListener listener;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final Thread thread;
  private volatile @Nullable Process process;

  SupervisedService(ServiceLaunch launch, HealthProbe probe, ServiceListener listener) {
    this.launch = launch;
    this.probe = probe;
    this.listener = listener;
    this.thread =
        Thread.ofPlatform().daemon().name("supervise-" + launch.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Done when it was ready for the first time, or failed with a {@link StackException}. */
  CompletableFuture<Void> firstReady() {
    return firstReady;
  }

  /** Asks it to end; {@link #awaitStop} waits. */
  void stop() {
    stop.countDown();
    Process running = process;
    if (running != null) {
      running.destroy();
    }
  }

  /** Kills it where it does not end in time. */
  void awaitStop() throws InterruptedException {
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    thread.join(STOP_LIMIT);
    Process running = process;
    if (running != null && running.isAlive()) {
      running.destroyForcibly();
    }
    thread.join(STOP_LIMIT);
  }

  /**
   * Waits until each was ready for the first time.
   *
   * @throws StackException STK-021 for the first that cannot become ready
   */
  static void awaitReady(List<SupervisedService> services) throws InterruptedException {
    for (SupervisedService service : services) {
      try {
        service.firstReady().get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof StackException coded
            ? coded
            : new IllegalStateException(e.getCause());
      }
    }
  }

  /** Stops all of them at once. */
  static void stop(List<SupervisedService> services) throws InterruptedException {
    services.forEach(SupervisedService::stop);
    for (SupervisedService service : services) {
      service.awaitStop();
    }
  }

  private void run() {
    try {
      supervise();
    } catch (IOException | RuntimeException e) {
      String what = "cannot supervise " + launch.name() + ": " + e;
      firstReady.completeExceptionally(new StackException("STK-021", what, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void supervise() throws IOException, InterruptedException {
    Backoff backoff = new Backoff();
    for (int restarts = 0; stop.getCount() > 0; restarts++) {
      long began = System.nanoTime();
      int exitCode = runOnce(restarts);
      if (stop.getCount() == 0) {
        return;
      }
      if (elapsed(began).compareTo(LONG_RUN) > 0) {
        backoff = new Backoff();
      }
      if (!firstReady.isDone() && restarts + 1 == FIRST_ATTEMPTS) {
        firstReady.completeExceptionally(neverReady(exitCode));
        return;
      }
      Duration pause = backoff.next();
      listener.ended(launch.name(), exitCode, pause);
      if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /** One life of the process; returns its exit code. */
  private int runOnce(int restarts) throws IOException, InterruptedException {
    long began = System.nanoTime();
    Process running = launch.start();
    process = running;
    if (stop.getCount() == 0) {
      // stop() may have come before it could see this process.
      running.destroy();
    }
    try {
      ProcessId.of(running.pid())
          .ifPresent(id -> listener.started(launch.name(), launch.url(), id, restarts));
      if (awaitReady(running)) {
        listener.ready(launch.name(), elapsed(began));
        firstReady.complete(null);
        return running.waitFor();
      }
      running.destroyForcibly();
      int exitCode = running.waitFor();
      launch.sharedClasses().forget();
      return exitCode;
    } finally {
      // The guard ends with its input.
      running.getOutputStream().close();
    }
  }

  private boolean awaitReady(Process running) throws InterruptedException {
    long began = System.nanoTime();
    Duration seen = Duration.ZERO;
    while (elapsed(began).compareTo(READY_LIMIT) < 0) {
      if (running.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
      if (probe.isReady(launch.url())) {
        return true;
      }
      Duration used = running.info().totalCpuDuration().orElse(Duration.ZERO);
      if (used.minus(seen).compareTo(PROGRESS) >= 0 && used.compareTo(LONGEST_START) < 0) {
        seen = used;
        began = System.nanoTime();
      }
    }
    return false;
  }

  private StackException neverReady(int exitCode) throws IOException {
    return new StackException(
        "STK-021",
        launch.name()
            + " did not become ready: it ended "
            + FIRST_ATTEMPTS
            + " times, the last time with exit code "
            + exitCode
            + "; the end of "
            + launch.log()
            + ":\n"
            + String.join("\n", LogFiles.tail(launch.log(), TAIL_LINES))
            + "\n");
  }

  private static Duration elapsed(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
