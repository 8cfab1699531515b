package dev.mintmark.launcher;

import dev.mintmark.launcher.home.StateFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Closes, once and in reverse order, what was started; from a signal, or from a failed start. */
final class Shutdown {
  private final Optional<StateFile> state;
  private final Events events;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private boolean begun;

  /**
   * @param state told of it, where there is one
   */
  Shutdown(Optional<StateFile> state, Events events) {
    this.state = state;
    this.events = events;
  }

  /** Takes it over; closes it at once where the stop has begun. */
  <T extends AutoCloseable> T closing(T started) throws Exception {
    synchronized (this) {
      if (!begun) {
        open.push(started);
        return started;
      }
    }
    started.close();
    throw new InterruptedException("stopped while starting");
  }

  /** Returns when {@link #run} is through. */
  void await() throws InterruptedException {
    stopped.await();
  }

  /** As {@link #await()}, for so long; returns whether it is through. */
  boolean await(Duration limit) throws InterruptedException {
    return stopped.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  void run() {
    if (!begin()) {
      return;
    }
    try {
      events.emit("stopping");
      if (state.isPresent()) {
        state.get().stopping();
      }
      while (!open.isEmpty()) {
        close(open.pop());
      }
      if (state.isPresent()) {
        state.get().stopped();
      }
      events.emit("stopped");
    } catch (IOException e) {
      e.printStackTrace();
    } finally {
      stopped.countDown();
    }
  }

  private synchronized boolean begin() {
    boolean first = !begun;
    begun = true;
    return first;
  }

  /** One that does not close must not keep the others from it. */
  private static void close(AutoCloseable started) {
    try {
      started.close();
    } catch (Exception e) {
      e.printStackTrace();
    }
  }
}
