package dev.mintmark.ledger.projection;

import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import dev.mintmark.ledger.entry.Stage;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What hand-offs add to a build. Adding is commutative and idempotent, so the row does not depend
 * on the order in which partitions are read.
 *
 * @param stages {@link Stage#bit}s
 * @param requestedAt least offset of its build request; null when none is among the hand-offs
 */
record BuildChange(Key key, int stages, boolean claimRefused, @Nullable Long requestedAt) {

  /** A request for a release. */
  record Key(ReleaseId release, String request) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing((Key k) -> k.release().name())
            .thenComparing(k -> k.release().version())
            .thenComparing(Key::request);

    static Key of(HandOffEntry handOff) {
      return new Key(handOff.release(), handOff.request());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  static BuildChange of(HandOffEntry handOff) {
    return new BuildChange(
        Key.of(handOff),
        handOff.stage().bit(),
        handOff.rejection() != null && handOff.rejection().refusesClaim(),
        handOff.stage() == Stage.REQUESTED ? handOff.position().offset() : null);
  }

  BuildChange and(BuildChange other) {
    return new BuildChange(
        key,
        stages | other.stages,
        claimRefused || other.claimRefused,
        Stream.of(requestedAt, other.requestedAt)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null));
  }
}
