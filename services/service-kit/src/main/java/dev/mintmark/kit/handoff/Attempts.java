package dev.mintmark.kit.handoff;

import dev.mintmark.kit.refusal.Refusal;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The failed tries of work on the record in hand; another record begins anew. */
final class Attempts {
  private final String step;
  private @Nullable ConsumerRecord<byte[], byte[]> of;
  private Failures failures;
  private Backoff backoff = Backoff.NONE;

  /**
   * @param step for the refusal
   */
  Attempts(String step) {
    this.step = step;
    this.failures = new Failures(step);
  }

  /** Notes a failure; the pause before the next try. */
  Duration failed(ConsumerRecord<byte[], byte[]> message, Throwable error) {
    if (of != message) {
      of = message;
      failures = new Failures(step);
      backoff = Backoff.NONE;
    }
    failures.add(error);
    Duration pause = backoff.pause();
    backoff = backoff.next();
    return pause;
  }

  /** How often work on the record failed last noted has failed. */
  int number() {
    return backoff.attempts();
  }

  /** Why that record can never be worked on; empty while it may be. */
  Optional<Refusal> hopeless(ConsumerRecord<byte[], byte[]> message) {
    return of == message ? failures.hopeless() : Optional.empty();
  }
}
