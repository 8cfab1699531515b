package dev.mintmark.kit.handoff;

import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.UnavailableException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The failures of work on one record so far. Trouble of the world, such as a store that is away,
 * may pass, and is waited out for ever. What the code itself throws is a function of the record:
 * once the same failure has come {@value #HOPELESS} times in a row it will come for ever, and would
 * hold up all records behind it.
 */
final class Failures {
  /** With the backoff's pauses in between these take more than six seconds. */
  static final int HOPELESS = 6;

  private static final int MOST_TEXT = 300;

  private final String step;
  private @Nullable Failure last;
  private int same;
  private @Nullable Refusal refusal;

  /**
   * @param step for the refusal
   */
  Failures(String step) {
    this.step = step;
  }

  /** What makes a failure the same one: its kind, its words, and the line that threw it. */
  private record Failure(String kind, String text, @Nullable StackTraceElement thrownAt) {
    static Failure of(Throwable error) {
      StackTraceElement[] trace = error.getStackTrace();
      return new Failure(
          error.getClass().getName(),
          String.valueOf(error.getMessage()),
          trace.length == 0 ? null : trace[0]);
    }

    String found() {
      String printable = text.replaceAll("\\p{Cntrl}", " ");
      return kind + ": " + printable.substring(0, Math.min(printable.length(), MOST_TEXT));
    }
  }

  void add(Throwable error) {
    Failure failure = Failure.of(error);
    same = failure.equals(last) ? same + 1 : 1;
    last = failure;
    if (refusal == null && same >= HOPELESS && !mayPass(error)) {
      refusal =
          new Refusal(
              "KIT-021",
              "step " + step,
              "it failed " + same + " times in the same way: " + failure.found(),
              "look for the cause in its log, mend the input or the step, and request the release"
                  + " under another version");
    }
  }

  /** Why the record can never be worked on; empty while it may be. Once given it stays. */
  Optional<Refusal> hopeless() {
    return Optional.ofNullable(refusal);
  }

  /** Whether it is, or comes from, trouble of the world; of errors of the JVM nobody can tell. */
  private static boolean mayPass(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof IOException
          || at instanceof UnavailableException
          || at instanceof KafkaException
          || at instanceof TimeoutException
          || at instanceof InterruptedException) {
        return true;
      }
    }
    return !(error instanceof RuntimeException);
  }
}
