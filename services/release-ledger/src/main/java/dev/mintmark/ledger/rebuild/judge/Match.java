package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.content.Digest;
import java.util.Optional;

/**
 * The proof that a rebuilt artifact is the recorded one: a digest that was computed over the bytes
 * that the rebuild stored, and the same digest computed over the recorded bytes, or, where these
 * are gone, named by a recorded event that was itself hashed. Nothing else makes one.
 */
final class Match {
  private final Computed rebuilt;
  private final boolean recordedWasRead;

  private Match(Computed rebuilt, boolean recordedWasRead) {
    this.rebuilt = rebuilt;
    this.recordedWasRead = recordedWasRead;
  }

  /** Empty unless both sides' bytes have one digest. */
  static Optional<Match> of(Computed recorded, Computed rebuilt) {
    return recorded.digest().equals(rebuilt.digest())
        ? Optional.of(new Match(rebuilt, true))
        : Optional.empty();
  }

  /**
   * For recorded bytes that are gone.
   *
   * @param named by a recorded event
   */
  static Optional<Match> ofNamed(Digest named, Computed rebuilt) {
    return named.equals(rebuilt.digest())
        ? Optional.of(new Match(rebuilt, false))
        : Optional.empty();
  }

  Digest digest() {
    return rebuilt.digest();
  }

  /** Whether the recorded bytes were there to be hashed. */
  boolean recordedWasRead() {
    return recordedWasRead;
  }
}
