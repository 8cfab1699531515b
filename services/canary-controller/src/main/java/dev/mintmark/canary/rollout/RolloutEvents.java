package dev.mintmark.canary.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.canary.rollout.Change.Judged;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.rollout.v1.Baseline;
import dev.mintmark.events.rollout.v1.Judgement;
import dev.mintmark.events.rollout.v1.OffsetRange;
import dev.mintmark.events.rollout.v1.Outcome;
import dev.mintmark.events.rollout.v1.RolloutApproved;
import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.events.rollout.v1.RolloutRequested;
import dev.mintmark.events.rollout.v1.RolloutState;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventHeaders;
import org.jspecify.annotations.Nullable;

/** The events of a rollout, and their ids: derived, so that the same step has one id. */
final class RolloutEvents {
  static final String POLICY = "application/vnd.mintmark.rollout.policy.v1+yaml";
  static final String EVIDENCE = "application/vnd.mintmark.rollout.evidence.v1+json";
  static final String VERDICT = "application/vnd.mintmark.rollout.verdict.v1+json";

  private RolloutEvents() {}

  static String changedId(RolloutRow row) {
    return id(row, Integer.toString(row.sequence));
  }

  static String requestedId(RolloutRow row) {
    return id(row, "requested");
  }

  static String approvedId(RolloutRow row, int answered) {
    return id(row, "approved-" + answered);
  }

  private static String id(RolloutRow row, String what) {
    return Digest.of((row.id + '\n' + what + '\n' + EventHeaders.LIVE).getBytes(UTF_8)).hex();
  }

  static RolloutRequested requested(RolloutRow row) {
    return new RolloutRequested(
        row.id, row.name, row.version, row.index, policy(row), row.classes());
  }

  /**
   * @param answered sequence of the change that waited
   */
  static RolloutApproved approved(RolloutRow row, int answered) {
    return new RolloutApproved(row.id, row.name, row.version, answered, row.stage);
  }

  static RolloutChanged changed(RolloutRow row, ChangeRow change, @Nullable Judged judged) {
    return new RolloutChanged(
        row.id,
        row.name,
        row.version,
        change.sequence,
        row.repository,
        row.index,
        row.baseline().map(b -> new Baseline(b.name(), b.version(), b.index())).orElse(null),
        policy(row),
        row.classes(),
        RolloutState.valueOf(change.from.name()),
        RolloutState.valueOf(change.to.name()),
        change.stage,
        change.percent,
        change.devices,
        change.code,
        change.reason,
        judged == null ? null : judgement(judged));
  }

  private static Judgement judgement(Judged judged) {
    return new Judgement(
        judged.look(),
        Outcome.valueOf(judged.outcome()),
        ArtifactReferences.toReference(judged.verdict()),
        ArtifactReferences.toReference(judged.evidence()),
        judged.summaries().stream()
            .map(r -> new OffsetRange(r.partition(), r.begin(), r.end()))
            .toList());
  }

  private static ArtifactReference policy(RolloutRow row) {
    return ArtifactReferences.toReference(
        new Artifact(Digest.parse(row.policyDigest), POLICY, row.policy.length));
  }
}
