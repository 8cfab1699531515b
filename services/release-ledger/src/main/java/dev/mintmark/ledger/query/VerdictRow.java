package dev.mintmark.ledger.query;

import dev.mintmark.kit.handoff.ReleaseId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What a rebuild of a release showed: one row of the view {@code verdict}. */
@Entity
@Immutable
@Table(name = "verdict")
@IdClass(RebuildRow.Key.class)
public class VerdictRow {
  @Id String run = "";
  @Id String name = "";
  @Id String version = "";
  String request = "";
  String outcome = "";

  @Column(name = "index_digest")
  @Nullable String indexDigest;

  String report = "";

  @Column(name = "value_digest")
  String valueDigest = "";

  @Formula("cast(content as text)")
  String content = "";

  @Column(name = "judged_at")
  OffsetDateTime judgedAt = OffsetDateTime.MIN;

  /** For Hibernate. */
  protected VerdictRow() {}

  public String run() {
    return run;
  }

  public ReleaseId release() {
    return new ReleaseId(name, version);
  }

  public String request() {
    return request;
  }

  /** The worst of all artifacts, as the event has it, e.g. {@code IDENTICAL}. */
  public String outcome() {
    return outcome;
  }

  /** {@code sha256:<hex>} of the recorded image index; empty where the release has none. */
  public Optional<String> index() {
    return Optional.ofNullable(indexDigest);
  }

  /** {@code sha256:<hex>} of the whole report. */
  public String report() {
    return report;
  }

  /** {@code sha256:<hex>} of the event's value. */
  public String value() {
    return valueDigest;
  }

  /** The event as a JSON object, without its place in the chain. */
  public String content() {
    return content;
  }

  public OffsetDateTime judgedAt() {
    return judgedAt;
  }
}
