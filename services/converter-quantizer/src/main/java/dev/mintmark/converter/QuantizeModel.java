package dev.mintmark.converter;

import dev.mintmark.content.Artifact;
import dev.mintmark.convert.Material;
import dev.mintmark.convert.profile.Preflight;
import dev.mintmark.convert.profile.TargetSettings;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.Measure;
import dev.mintmark.events.model.v1.Determinism;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.model.v1.Rung;
import dev.mintmark.events.model.v1.Toolchain;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.ladder.Attempt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The step: a variant for every target, or a rejection that names the target and what was tried.
 */
final class QuantizeModel implements Step<ModelIngested, ModelQuantized> {
  private final ArtifactStore store;
  private final EventChain chain;
  private final RecordedMeasures recorded;
  private final Limits limits;
  private final Toolchain toolchain;

  QuantizeModel(
      ArtifactStore store,
      EventChain chain,
      RecordedMeasures recorded,
      Limits limits,
      String version) {
    this.store = store;
    this.chain = chain;
    this.recorded = recorded;
    this.limits = limits;
    this.toolchain =
        new Toolchain(TargetSettings.TOOLCHAIN, version, Determinism.BIT_EXACT_WITH_TABLE);
  }

  @Override
  public Outcome<ModelQuantized> apply(Incoming<ModelIngested> in) {
    BuildRequested request = chain.read(in.event().getHandOff().getRequest(), BuildRequested.class);
    try {
      RequestedMaterial requested = new RequestedMaterial(request, store, limits);
      Material material = requested.read();
      List<Target> targets =
          request.getTargets().stream().sorted(Comparator.comparing(Target::getName)).toList();
      ModelMaker maker =
          new ModelMaker(material, requested.smoke(), store, settings(targets, material));
      List<Variant> variants =
          recorded.isThere(in)
              ? madeAgain(in, targets, material, maker)
              : targets.stream().map(target -> variant(target, material, maker)).toList();
      return new Outcome.Produced<>(
          new ModelQuantized(in.nextLink(in.event().getHandOff()), variants));
    } catch (QuantizerException e) {
      return new Outcome.Rejected<>(
          new Refusal(e.code().code(), e.subject(), e.found(), e.advice()));
    }
  }

  /**
   * Of a rebuild: the models again from the recorded tables and rungs. All is measured again too,
   * and noted beside the event: what a measure came to here is a finding, not an input.
   */
  private List<Variant> madeAgain(
      Incoming<ModelIngested> in, List<Target> targets, Material material, ModelMaker maker) {
    List<Variant> variants = new ArrayList<>();
    MeasuredAgain measured = new MeasuredAgain();
    for (Target target : targets) {
      variants.add(recorded.apply(in, target, profile(target), material, maker.table(), toolchain));
      try {
        measured.add(variant(target, material, maker));
      } catch (QuantizerException e) {
        measured.refused(target.getName(), e.code());
      }
    }
    recorded.note(in.release(), measured);
    return variants;
  }

  private Variant variant(Target target, Material material, ModelMaker maker) {
    TargetProfile profile = profile(target);
    MadeModel made = maker.make(target.getName(), TargetSettings.of(profile));
    Attempt passed = made.passed();
    return new Variant(
        target.getName(),
        profile.platform(),
        target.getProfile(),
        reference(made.model()),
        made.table().map(QuantizeModel::reference).orElse(null),
        passed.rung(),
        made.attempts().stream().map(a -> new Rung(a.rung(), a.measured().value())).toList(),
        material.gate().metric().name(),
        passed.measured().value(),
        material.gate().minimum(),
        measures(passed, material),
        reference(made.report()),
        reference(made.expected()),
        toolchain);
  }

  private static ArtifactReference reference(Artifact artifact) {
    return ArtifactReferences.toReference(artifact);
  }

  /** What the targets ask for, each of them able to run the model. */
  private List<TargetSettings> settings(List<Target> targets, Material material) {
    List<TargetSettings> all = new ArrayList<>();
    for (Target target : targets) {
      TargetSettings settings = TargetSettings.of(profile(target));
      Preflight.require(material.model(), target.getName(), settings.limits());
      all.add(settings);
    }
    return all;
  }

  private TargetProfile profile(Target target) {
    Artifact file = ArtifactReferences.toArtifact(target.getProfile());
    try {
      return TargetProfile.parse(store.read(file.digest(), TargetProfile.MAX_BYTES));
    } catch (IllegalArgumentException e) {
      throw new QuantizerException(
          RefusalCode.BAD_PROFILE,
          "profile of target " + target.getName(),
          String.valueOf(e.getMessage()),
          "mend the profile",
          e);
    }
  }

  private static List<Measure> measures(Attempt passed, Material material) {
    SortedMap<String, Double> measures = new TreeMap<>(passed.measured().details());
    measures.put("calibration-samples", (double) material.calibration().samples().size());
    measures.put("validation-samples", (double) material.validation().samples().size());
    measures.put("integer-nodes", (double) passed.nodes());
    measures.put("float-size", (double) material.model().bytes().length);
    return measures.entrySet().stream().map(m -> new Measure(m.getKey(), m.getValue())).toList();
  }
}
