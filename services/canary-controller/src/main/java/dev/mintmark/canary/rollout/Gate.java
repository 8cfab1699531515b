package dev.mintmark.canary.rollout;

import dev.mintmark.canary.evidence.Look;
import dev.mintmark.canary.rollout.Change.Judged;
import dev.mintmark.canary.state.OpenState.Soaking;
import dev.mintmark.content.Artifact;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.judge.Judge;
import dev.mintmark.gate.verdict.Verdict;
import dev.mintmark.kit.store.ArtifactStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Judges a look, and stores all that the verdict was made of before anything follows from it. */
@Singleton
class Gate {
  private final ArtifactStore artifacts;
  private final MeterRegistry metrics;

  Gate(ArtifactStore artifacts, MeterRegistry metrics) {
    this.artifacts = artifacts;
    this.metrics = metrics;
  }

  /**
   * The step that the evidence makes.
   *
   * @throws RuntimeException when the log or the store is away: nothing was decided
   */
  Change judge(Watch watch, Soaking state, Look look, Instant now) {
    Evidence evidence = watch.reader().evidence(look);
    Verdict verdict = Judge.judge(watch.policy(), evidence);
    Artifact evidenceBytes = artifacts.put(evidence.write(), RolloutEvents.EVIDENCE);
    Artifact verdictBytes = artifacts.put(verdict.write(), RolloutEvents.VERDICT);
    String outcome = verdict.outcome().word();
    metrics.counter("mintmark.canary.verdicts", "outcome", outcome).increment();
    Judged judged =
        new Judged(look.number(), outcome, verdictBytes, evidenceBytes, evidence.summaries());
    return watch.course().judged(state, judged, verdict.outcome(), now);
  }
}
