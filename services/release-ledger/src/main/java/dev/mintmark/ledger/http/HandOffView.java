package dev.mintmark.ledger.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.mintmark.ledger.entry.Rejection;
import dev.mintmark.ledger.query.HandOffRow;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One hand-off.
 *
 * @param cause {@code eventId} of the event that it answers; null for a request
 * @param time RFC 3339, UTC
 * @param value {@code sha256:<hex>} of the event's bytes, which the artifact store has
 * @param request {@code sha256:<hex>} of the build request that it belongs to
 * @param toolchain {@code sha256:<hex>} of the document of what made it; null where none is known
 * @param artifacts raw JSON: what the event refers to, with its role in it
 * @param rejection of a rejection only
 */
public record HandOffView(
    String topic,
    int partition,
    long offset,
    String eventId,
    @Nullable String cause,
    String run,
    String time,
    String value,
    String request,
    @Nullable String toolchain,
    @JsonRawValue @Schema(implementation = ArtifactView[].class) String artifacts,
    @Nullable Rejection rejection) {

  /** The form of {@code artifacts}. */
  public record ArtifactView(String role, String digest, String mediaType, long size) {}

  static HandOffView of(HandOffRow row) {
    return new HandOffView(
        row.position().topic(),
        row.position().partition(),
        row.position().offset(),
        row.eventId(),
        row.cause(),
        row.run(),
        row.time().toInstant().toString(),
        row.value(),
        row.request(),
        row.toolchain().orElse(null),
        row.artifacts(),
        row.rejection().orElse(null));
  }

  static List<HandOffView> of(List<HandOffRow> rows) {
    return rows.stream().map(HandOffView::of).toList();
  }
}
