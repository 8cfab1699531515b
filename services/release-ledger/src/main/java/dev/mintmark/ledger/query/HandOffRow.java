package dev.mintmark.ledger.query;

import dev.mintmark.kit.handoff.Position;
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

  @Column(name = "event_id")
  String eventId = "";

  @Nullable String cause;
  String run = "";
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

  public String request() {
    return request;
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
