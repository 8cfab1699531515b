package dev.mintmark.contract.fault.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for as long as an action says. */
final class Stalling {
  private Stalling() {}

  static void pause(Duration pause) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", e);
    }
  }

  /** For connections that can only be cut or held up. */
  static void apply(Action action) throws IOException {
    switch (action) {
      case Action.Pass pass -> {
        // Nothing is to happen.
      }
      case Action.Stall(Duration pause) -> pause(pause);
      case Action.Cut cut -> throw new IOException("cut");
      case Action.Fail fail -> throw new IllegalArgumentException("not here: " + fail);
      case Action.Truncate truncate -> throw new IllegalArgumentException("not here: " + truncate);
      case Action.Flip flip -> throw new IllegalArgumentException("not here: " + flip);
    }
  }
}
