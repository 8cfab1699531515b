package dev.mintmark.ledger.query;

import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.entry.Rejection;
import dev.mintmark.ledger.entry.Stage;
import dev.mintmark.ledger.entry.Visible;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** One hand-off: one row of {@code hand_off}. */
@Entity
@Immutable
@Table(name = "hand_off")
public class HandOffRow {
  // Unique as the position is, and one column.
  @Id long sequence;

  String topic = "";
  int partition;

  @Column(name = "log_offset")
  long logOffset;

  int stage;
  String name = "";
  String version = "";
  String request = "";

  @Nullable String previous;

  @Column(name = "event_id")
  String eventId = "";

  @Nullable String cause;
  String run = "";
  @Nullable String rebuild;
  @Nullable String toolchain;
  OffsetDateTime time = OffsetDateTime.MIN;

  @Column(name = "value_digest")
  String valueDigest = "";

  @Formula("cast(artifacts as text)")
  String artifacts = "";

  @Nullable String repository;
  @Nullable String tag;

  @Column(name = "index_digest")
  @Nullable String indexDigest;

  @Nullable String step;
  @Nullable String code;
  @Nullable String subject;
  @Nullable String found;
  @Nullable String advice;

  @Formula("facts ->> 'reason'")
  @Nullable String reason;

  /** For Hibernate. */
  protected HandOffRow() {}

  /** Place in the order in which this projection met the hand-offs. */
  public long sequence() {
    return sequence;
  }

  public Position position() {
    return new Position(topic, partition, logOffset);
  }

  public Stage stage() {
    return Stage.values()[stage];
  }

  public ReleaseId release() {
    return new ReleaseId(name, version);
  }

  public String request() {
    return request;
  }

  /** {@code sha256:<hex>} of the value that it answers; empty for a request. */
  public Optional<String> previous() {
    return Optional.ofNullable(previous);
  }

  public String eventId() {
    return eventId;
  }

  public @Nullable String cause() {
    return cause;
  }

  public String run() {
    return run;
  }

  /** The rebuild that it belongs to or speaks of; empty for what belongs to the line. */
  public Optional<String> rebuild() {
    return Optional.ofNullable(rebuild);
  }

  /** {@code sha256:<hex>} of the toolchain document of what made it; empty where none is known. */
  public Optional<String> toolchain() {
    return Optional.ofNullable(toolchain);
  }

  /** Why the release was withdrawn; of a {@link Stage#REVOKED} only. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  public OffsetDateTime time() {
    return time;
  }

  /** {@code sha256:<hex>} of the event's value. */
  public String value() {
    return valueDigest;
  }

  /** A JSON array of {@code {"role", "digest", "mediaType", "size"}}. */
  public String artifacts() {
    return artifacts;
  }

  public Visible visible() {
    return new Visible(repository, tag, indexDigest);
  }

  /** Of a rejection only. */
  public Optional<Rejection> rejection() {
    if (step == null || code == null || subject == null || found == null || advice == null) {
      return Optional.empty();
    }
    return Optional.of(new Rejection(step, code, subject, found, advice));
  }
}
