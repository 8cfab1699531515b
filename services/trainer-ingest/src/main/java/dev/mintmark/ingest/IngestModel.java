package dev.mintmark.ingest;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.model.v1.ModelIdentity;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.ingest.claim.Claim;
import dev.mintmark.ingest.claim.Claims;
import dev.mintmark.ingest.inputs.CheckedInputs;
import dev.mintmark.ingest.inputs.InputRules;
import dev.mintmark.ingest.request.RequestRules;
import dev.mintmark.ingest.training.Drift;
import dev.mintmark.ingest.training.DriftAlarm;
import dev.mintmark.ingest.training.Trainings;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.refusal.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * build.requested to model.ingested. A malformed request is refused before it can take the release
 * id; one that is well formed takes the id, and keeps it also when its artifacts then turn out not
 * to do: what stands in the log under a release id is one request, for ever.
 */
final class IngestModel implements Step<BuildRequested, ModelIngested> {
  private final Claims claims;
  private final InputRules inputs;
  private final Trainings trainings;
  private final DriftAlarm alarm;

  IngestModel(Claims claims, InputRules inputs, Trainings trainings, DriftAlarm alarm) {
    this.claims = claims;
    this.inputs = inputs;
    this.trainings = trainings;
    this.alarm = alarm;
  }

  @Override
  public Outcome<ModelIngested> apply(Incoming<BuildRequested> incoming) {
    Optional<Refusal> malformed = RequestRules.firstFault(incoming.event());
    if (malformed.isPresent()) {
      return new Outcome.Rejected<>(malformed.get());
    }
    Claim own = new Claim(incoming.value(), incoming.position());
    Claim holder = claims.take(incoming.release(), own);
    if (!holder.request().equals(own.request())) {
      return new Outcome.Rejected<>(Claims.heldByAnother(incoming.release(), holder));
    }
    if (!holder.equals(own)) {
      return new Outcome.Dropped<>("the same request was taken at " + holder.position());
    }
    CheckedInputs checked = inputs.check(incoming.event());
    watchTraining(incoming);
    return new Outcome.Produced<>(ingested(incoming, checked));
  }

  /** Written down first: of two that come at once, at least one sees the other. */
  private void watchTraining(Incoming<BuildRequested> incoming) {
    trainings.note(incoming.event());
    List<Drift> earlier = trainings.drift(incoming.event());
    if (!earlier.isEmpty()) {
      alarm.raise(incoming.release(), earlier);
    }
  }

  private static ModelIngested ingested(Incoming<BuildRequested> incoming, CheckedInputs inputs) {
    BuildRequested request = incoming.event();
    return new ModelIngested(
        incoming.firstLink(),
        request.getModel().getFile(),
        new ModelIdentity(
            request.getSource().getCommit(),
            request.getModel().getDataset().getDigest(),
            request.getModel().getEnvironment().getDigest(),
            request.getModel().getFile().getDigest()),
        tag(request),
        FactsEvent.of(inputs.facts()));
  }

  private static String tag(BuildRequested request) {
    return "%s:%s-git%s-data%s-env%s"
        .formatted(
            request.getName(),
            request.getVersion(),
            request.getSource().getCommit().substring(0, 7),
            shortHex(request.getModel().getDataset().getDigest()),
            shortHex(request.getModel().getEnvironment().getDigest()));
  }

  private static String shortHex(String digest) {
    int start = "sha256:".length();
    return digest.substring(start, start + 8);
  }
}
