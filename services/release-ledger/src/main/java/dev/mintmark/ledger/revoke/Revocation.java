package dev.mintmark.ledger.revoke;

import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.release.v1.ReleaseRevoked;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.entry.Stage;
import dev.mintmark.ledger.query.HandOffRow;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a release that is withdrawn.
 *
 * @param release what is withdrawn
 * @param request digest of the request that holds it
 * @param previous digest of the last hand-off that is known of it
 * @param repository logical
 * @param index digest of its image index; null where it has none yet
 * @param reason for people, 1 to 500 characters, one line
 */
record Revocation(
    ReleaseId release,
    String request,
    String previous,
    String repository,
    @Nullable String index,
    String reason) {
  /** The longest reason, in characters. */
  static final int LONGEST = 500;

  Revocation {
    if (!isReason(reason)) {
      throw new IllegalArgumentException("not a reason: '" + reason + "'");
    }
  }

  /** Whether a reason can be kept: one line that says something. */
  static boolean isReason(@Nullable String text) {
    return text != null
        && !text.isBlank()
        && text.length() <= LONGEST
        && text.codePoints().noneMatch(Character::isISOControl);
  }

  /**
   * Of a release as the ledger has it.
   *
   * @param handOffs of the line, in its order; at least the request
   */
  static Revocation of(
      ReleaseId release, String request, List<HandOffRow> handOffs, String reason) {
    HandOffRow last =
        handOffs.stream()
            .filter(row -> row.stage() == Stage.PUBLISHED)
            .findFirst()
            .orElse(handOffs.getLast());
    return new Revocation(
        release,
        request,
        last.value(),
        last(handOffs, row -> row.visible().repository()).orElse(""),
        last(handOffs, row -> row.visible().index()).orElse(null),
        reason);
  }

  private static Optional<String> last(
      List<HandOffRow> handOffs, java.util.function.Function<HandOffRow, @Nullable String> what) {
    return handOffs.stream().map(what).filter(Objects::nonNull).reduce((a, b) -> b);
  }

  ReleaseRevoked event() {
    return new ReleaseRevoked(
        new HandOff(release.name(), release.version(), request, previous),
        reason,
        index,
        repository);
  }
}
