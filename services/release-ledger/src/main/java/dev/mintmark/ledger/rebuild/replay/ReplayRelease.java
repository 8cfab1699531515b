package dev.mintmark.ledger.rebuild.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.rebuild.v1.RebuildOrdered;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.kit.store.RebuildArea;
import dev.mintmark.ledger.rebuild.chain.Input;
import dev.mintmark.ledger.rebuild.chain.Inputs;
import dev.mintmark.ledger.rebuild.chain.Link;
import dev.mintmark.ledger.rebuild.chain.RecordedRelease;
import dev.mintmark.ledger.rebuild.chain.RecordedReleases;
import dev.mintmark.ledger.rebuild.chain.Steps;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Begins a rebuild. What is laid out is what the request names, and what was measured; nothing that
 * a step made. What is gone is not laid out: the step that misses it refuses, and the judge names
 * it.
 */
@Singleton
public class ReplayRelease implements Step<RebuildOrdered, BuildRequested> {
  private static final Logger LOG = Logger.getLogger(ReplayRelease.class);

  private final RecordedReleases releases;
  private final ArtifactStore store;
  private final Pointers pointers;
  private final RebuildArea area;

  ReplayRelease(
      RecordedReleases releases, ArtifactStore store, Pointers pointers, RebuildArea area) {
    this.releases = releases;
    this.store = store;
    this.pointers = pointers;
    this.area = area;
  }

  @Override
  public Outcome<BuildRequested> apply(Incoming<RebuildOrdered> in) {
    Run run;
    Digest request;
    try {
      run = new Run(in.event().getRun());
      request = Digest.parse(in.event().getHandOff().getRequest());
    } catch (IllegalArgumentException e) {
      return refused(in, String.valueOf(e.getMessage()));
    }
    if (run.isLive()) {
      return refused(in, "its run is the line itself");
    }
    RecordedRelease recorded = releases.read(in.release(), request);
    Inputs inputs = new Inputs(store);
    int missing = layOut(run, in.release(), inputs.of(recorded.requested()));
    recorded.of(Steps.QUANTIZE).ifPresent(link -> layOutMeasures(run, in.release(), inputs, link));
    LOG.infof("rebuild laid out release=%s run=%s missing=%d", in.release(), run, missing);
    return new Outcome.Replayed<>(run, recorded.request());
  }

  private void layOutMeasures(Run run, ReleaseId release, Inputs inputs, Link quantized) {
    // The log has it, whether the store still does or not.
    Digest value = store.put(quantized.bytes(), MediaTypes.EVENT).digest();
    area.layOut(run, value);
    layOut(run, release, inputs.measured((ModelQuantized) quantized.event()));
    pointers.write(
        run.prefix() + "recorded/" + release.name() + "/" + release.version(),
        value.toString().getBytes(UTF_8));
  }

  private int layOut(Run run, ReleaseId release, List<Input> inputs) {
    int missing = 0;
    for (Input input : inputs) {
      if (!area.layOut(run, input.artifact().digest())) {
        missing++;
        LOG.warnf(
            "input is gone release=%s run=%s role=%s digest=%s",
            release, run, input.role(), input.artifact().digest());
      }
    }
    return missing;
  }

  private static Outcome<BuildRequested> refused(Incoming<RebuildOrdered> in, String found) {
    return new Outcome.Rejected<>(
        new Refusal("LDG-038", "the order to rebuild " + in.release(), found, "order it again"));
  }
}
