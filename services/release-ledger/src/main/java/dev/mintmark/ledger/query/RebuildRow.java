package dev.mintmark.ledger.query;

import dev.mintmark.kit.handoff.ReleaseId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** A release that a rebuild was ordered to make again: one row of the view {@code rebuild}. */
@Entity
@Immutable
@Table(name = "rebuild")
@IdClass(RebuildRow.Key.class)
public class RebuildRow {
  @Id String run = "";
  @Id String name = "";
  @Id String version = "";
  int number;
  String request = "";
  String toolchain = "";

  @Formula("cast(steps as text)")
  String steps = "";

  @Column(name = "ordered_at")
  OffsetDateTime orderedAt = OffsetDateTime.MIN;

  /** Its primary key. */
  public record Key(String run, String name, String version) {}

  /** For Hibernate. */
  protected RebuildRow() {}

  /** {@code rebuild-<n>}. */
  public String run() {
    return run;
  }

  public ReleaseId release() {
    return new ReleaseId(name, version);
  }

  /** {@code sha256:<hex>} of the recorded request that is replayed. */
  public String request() {
    return request;
  }

  /** As the event has it: {@code RECORDED}, {@code CURRENT} or {@code UNKNOWN}. */
  public String toolchain() {
    return toolchain;
  }

  /** A JSON array of {@code {"step", "toolchain"}}: the recorded ones. */
  public String steps() {
    return steps;
  }

  public OffsetDateTime orderedAt() {
    return orderedAt;
  }
}
