package dev.mintmark.kit.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Runs work on a thread of its own, and again after each failure, with pauses of 0.2 to 10 s. */
public final class Supervised implements Work.Control, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Supervised.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final long SHORTEST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final int MOST_DOUBLINGS = 6;

  private final String name;
  private final Work work;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile RunState state = new RunState.Starting();
  private volatile int failures;

  private Supervised(String name, Work work) {
    this.name = name;
    this.work = work;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::runAll);
  }

  /** Starts the work. */
  public static Supervised start(String name, Work work) {
    Supervised supervised = new Supervised(name, work);
    supervised.thread.start();
    return supervised;
  }

  String name() {
    return name;
  }

  /** How it is now. */
  public RunState state() {
    return state;
  }

  @Override
  public boolean stopping() {
    return stop.getCount() == 0;
  }

  @Override
  public void ready() {
    if (!(state instanceof RunState.Running)) {
      LOG.infof("part ready part=%s", name);
    }
    failures = 0;
    state = new RunState.Running();
  }

  @Override
  public void pause(Duration longest) throws InterruptedException {
    boolean stopped = stop.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    if (stopped) {
      LOG.debugf("part stops part=%s", name);
    }
  }

  private void runAll() {
    try {
      while (!stopping()) {
        if (!runOnce()) {
          return;
        }
      }
    } finally {
      // Also after an error that cannot be tried again, such as too little memory.
      state = new RunState.Stopped();
    }
  }

  /** Whether it may run again. */
  private boolean runOnce() {
    try {
      work.run(this);
      return true;
    } catch (InterruptedException e) {
      return false;
    } catch (Exception | LinkageError e) {
      return stopping() || retry(e);
    }
  }

  private boolean retry(Throwable error) {
    failures++;
    String first = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    state = new RunState.Retrying(failures, error.getClass().getSimpleName() + ": " + first);
    // The whole trace once: the same one every few seconds hides the rest of the log.
    LOG.warnf(
        failures == 1 ? error : null,
        "part tried again part=%s attempts=%d error=%s",
        name,
        failures,
        error);
    long millis = SHORTEST_PAUSE_MILLIS << Math.min(failures - 1, MOST_DOUBLINGS);
    try {
      pause(Duration.ofMillis(Math.min(millis, LONGEST_PAUSE_MILLIS)));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Asks the work to end, and waits up to 10 s for it. */
  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(STOP_LIMIT)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
