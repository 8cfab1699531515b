package dev.mintmark.launcher;

import java.io.IOException;

/** Whoever started this process holds the other end of its input, and lets go of it in the end. */
final class StandardInput {
  private StandardInput() {}

  /** Runs it when the input ends; what comes before is dropped. */
  static void whenEnded(Runnable then) {
    Thread.ofPlatform()
        .daemon()
        .name("input")
        .start(() -> {
          try {
            while (System.in.read() >= 0) {
              // Nothing is asked of this process but to end.
            }
          } catch (IOException e) {
            // As good as its end.
          }
          then.run();
        });
  }
}
