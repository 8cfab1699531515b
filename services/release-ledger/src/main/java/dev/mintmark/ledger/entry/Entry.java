package dev.mintmark.ledger.entry;

import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger keeps of one record: a function of the record alone. */
public sealed interface Entry {

  /** Where the record stands. */
  Position position();

  /**
   * A readable hand-off or decision.
   *
   * @param request {@code sha256:<hex>} of the build request that it belongs to
   * @param previous {@code sha256:<hex>} of the value that it answers; null for a request
   * @param eventId CloudEvents id
   * @param cause CloudEvents id of the event that it answers, as its header says
   * @param value {@code sha256:<hex>} of its own value
   * @param time UTC, microseconds
   * @param artifacts in the event's order
   * @param rejection of a {@link Stage#REJECTED} only
   */
  record HandOffEntry(
      Position position,
      Stage stage,
      ReleaseId release,
      String request,
      @Nullable String previous,
      String eventId,
      @Nullable String cause,
      String run,
      OffsetDateTime time,
      String value,
      List<ArtifactUse> artifacts,
      Visible visible,
      @Nullable Rejection rejection)
      implements Entry {
    public HandOffEntry {
      artifacts = List.copyOf(artifacts);
    }
  }

  /**
   * A record that can never be read.
   *
   * @param code stable
   * @param reason for people
   * @param value {@code sha256:<hex>} of its bytes; null when it has none
   * @param size of its value in bytes; null when it has none
   */
  record DeadEntry(
      Position position, String code, String reason, @Nullable String value, @Nullable Integer size)
      implements Entry {}
}
