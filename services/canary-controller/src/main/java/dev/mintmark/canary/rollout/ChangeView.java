package dev.mintmark.canary.rollout;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * One step of a rollout.
 *
 * @param from {@code UNKNOWN} for the first
 * @param percent part of the devices that the stage reaches
 * @param devices how many that are
 * @param time RFC 3339, UTC
 */
public record ChangeView(
    @JsonIgnore String rollout,
    int sequence,
    String from,
    String to,
    int stage,
    double percent,
    int devices,
    @Nullable String code,
    @Nullable String reason,
    String time,
    @Nullable JudgementView judgement) {

  /**
   * A verdict.
   *
   * @param verdict {@code sha256:<hex>}
   * @param evidence {@code sha256:<hex>}
   */
  public record JudgementView(int look, String outcome, String verdict, String evidence) {}

  static ChangeView of(ChangeRow row) {
    JudgementView judgement = null;
    if (row.look != null && row.outcome != null && row.verdict != null && row.evidence != null) {
      judgement = new JudgementView(row.look, row.outcome, row.verdict, row.evidence);
    }
    return new ChangeView(
        row.rollout,
        row.sequence,
        row.from.name(),
        row.to.name(),
        row.stage,
        row.percent,
        row.devices,
        row.code,
        row.reason,
        row.time.toString(),
        judgement);
  }
}
