package dev.mintmark.canary.device.row;

import dev.mintmark.canary.fleet.Desired;
import dev.mintmark.canary.fleet.ReportKind;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** An order that a device was given, with its latest report about it. */
@Entity
@DynamicUpdate
@Table(name = "device_order")
public class OrderRow {
  @EmbeddedId Key key = new Key("", 0);
  String release = "";
  String repository = "";
  String tag = "";

  @Column(name = "index_digest")
  String index = "";

  @Enumerated(EnumType.STRING)
  Desired.Reason reason = Desired.Reason.ROLLOUT;

  String rollout = "";
  Instant ordered = Instant.EPOCH;

  @Column(name = "given_before")
  int givenBefore;

  @Embedded @Nullable Report report;

  /** Its primary key. */
  @Embeddable
  public record Key(String device, long sequence) {}

  /** What the device said about it last. */
  @Embeddable
  public record Report(
      @Enumerated(EnumType.STRING) @Column(name = "reported_kind") ReportKind kind,
      @Column(name = "reported_release") String release,
      @Column(name = "reported_index") String index,
      @Column(name = "reported_code") @Nullable String code,
      @Column(name = "reported_detail") @Nullable String detail,
      @Column(name = "reported") Instant at) {

    private boolean isBefore(Report other) {
      boolean failed = kind.isFinal() && kind != ReportKind.RUNNING;
      return !failed && kind.compareTo(other.kind) <= 0;
    }
  }

  /** For Hibernate. */
  protected OrderRow() {}

  public Key key() {
    return key;
  }

  public Desired desired() {
    return new Desired(release, repository, tag, index, reason, rollout);
  }

  public Instant ordered() {
    return ordered;
  }

  /** How often it had been given before, because the device was running another index. */
  public int givenBefore() {
    return givenBefore;
  }

  public Optional<Report> report() {
    return Optional.ofNullable(report);
  }

  /**
   * Takes in a report. The first failure stays, whatever the device says later, and nothing that
   * comes late takes back what it had said.
   */
  public void hear(Report said) {
    if (report == null || report.isBefore(said)) {
      report = said;
    }
  }

  /** The same order once more, under the next sequence. */
  public OrderRow again(Instant now) {
    OrderRow row = new OrderRow();
    row.key = new Key(key.device(), key.sequence() + 1);
    row.release = release;
    row.repository = repository;
    row.tag = tag;
    row.index = index;
    row.reason = reason;
    row.rollout = rollout;
    row.ordered = now;
    row.givenBefore = givenBefore + 1;
    return row;
  }
}
