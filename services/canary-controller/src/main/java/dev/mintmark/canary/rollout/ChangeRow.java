package dev.mintmark.canary.rollout;

import dev.mintmark.canary.state.Phase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** One step of a rollout: one row of {@code rollout_change}. */
@Entity
@Immutable
@Table(name = "rollout_change")
@IdClass(ChangeRow.Key.class)
class ChangeRow {
  @Id String rollout = "";
  @Id int sequence;

  @Enumerated(EnumType.STRING)
  @Column(name = "from_state", columnDefinition = "text")
  Phase from = Phase.UNKNOWN;

  @Enumerated(EnumType.STRING)
  @Column(name = "to_state", columnDefinition = "text")
  Phase to = Phase.UNKNOWN;

  int stage;
  double percent;
  int devices;
  @Nullable String code;
  @Nullable String reason;
  Instant time = Instant.EPOCH;
  @Nullable Integer look;
  @Nullable String outcome;

  @Column(name = "verdict_digest")
  @Nullable String verdict;

  @Column(name = "verdict_size")
  @Nullable Long verdictSize;

  @Column(name = "evidence_digest")
  @Nullable String evidence;

  @Column(name = "evidence_size")
  @Nullable Long evidenceSize;

  /** Its primary key. */
  record Key(String rollout, int sequence) {}

  /** For Hibernate. */
  protected ChangeRow() {}

  ChangeRow(String rollout, int sequence, Phase from, Phase to) {
    this.rollout = rollout;
    this.sequence = sequence;
    this.from = from;
    this.to = to;
  }
}
