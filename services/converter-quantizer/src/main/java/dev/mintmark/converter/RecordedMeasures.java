package dev.mintmark.converter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.convert.Material;
import dev.mintmark.convert.profile.TargetSettings;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.model.v1.Toolchain;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.apply.Quantizer;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.scheme.Scheme;
import java.util.Optional;

/**
 * What the release's first build measured, which a rebuild takes as inputs: tables, rungs, quality.
 * Processors round differently, so measuring is not made again byte for byte; applying is. The
 * model itself is never among what is recorded here.
 */
final class RecordedMeasures {
  /** A table larger than this is none. */
  private static final int MAX_TABLE = 64 << 20;

  private final ArtifactStore store;
  private final EventChain chain;
  private final Pointers pointers;

  RecordedMeasures(ArtifactStore store, EventChain chain, Pointers pointers) {
    this.store = store;
    this.chain = chain;
    this.pointers = pointers;
  }

  /** Whether this is a rebuild, and what the first build measured was laid out for it. */
  boolean isThere(Incoming<ModelIngested> in) {
    return !new Run(in.run()).isLive() && digest(in.release()).isPresent();
  }

  /**
   * The recorded variant, with a model that is made here from its table and rung.
   *
   * @param profile of the target
   * @param measured of this model; used where the rung needs no table
   * @param toolchain what makes it now
   * @throws QuantizerException QNT-052 when what is recorded is not of this request
   */
  Variant apply(
      Incoming<ModelIngested> in,
      Target target,
      TargetProfile profile,
      Material material,
      CalibrationTable measured,
      Toolchain toolchain) {
    Variant variant = variant(in.release(), target.getName());
    Scheme rung =
        TargetSettings.of(profile).rungs().stream()
            .filter(config -> config.rung().equals(variant.getRung()))
            .findFirst()
            .orElseThrow(() ->
                foreign(
                    target.getName(), "its rung " + variant.getRung() + " is none of the profile"));
    CalibrationTable table =
        Optional.ofNullable(variant.getTable()).map(this::table).orElse(measured);
    Artifact model =
        store.put(Quantizer.apply(material.model(), table, rung).bytes(), MediaTypes.ONNX);
    return new Variant(
        target.getName(),
        profile.platform(),
        target.getProfile(),
        ArtifactReferences.toReference(model),
        variant.getTable(),
        variant.getRung(),
        variant.getTried(),
        material.gate().metric().name(),
        variant.getValue(),
        material.gate().minimum(),
        variant.getMeasures(),
        variant.getReport(),
        variant.getExpected(),
        toolchain);
  }

  /** Keeps what was measured in this rebuild where the ledger's judge looks for it. */
  void note(ReleaseId release, MeasuredAgain measured) {
    pointers.write(key("measured", release), measured.bytes());
  }

  private Variant variant(ReleaseId release, String target) {
    String digest =
        digest(release).orElseThrow(() -> new IllegalStateException("nothing is recorded"));
    return chain.read(digest, ModelQuantized.class).getVariants().stream()
        .filter(variant -> variant.getTarget().equals(target))
        .findFirst()
        .orElseThrow(() -> foreign(target, "it has no such variant"));
  }

  private CalibrationTable table(ArtifactReference reference) {
    return CalibrationTable.parse(
        store.read(ArtifactReferences.toArtifact(reference).digest(), MAX_TABLE));
  }

  private Optional<String> digest(ReleaseId release) {
    return pointers.read(key("recorded", release)).map(value -> new String(value, UTF_8));
  }

  private static String key(String what, ReleaseId release) {
    return what + "/" + release.name() + "/" + release.version();
  }

  private static QuantizerException foreign(String target, String found) {
    return new QuantizerException(
        RefusalCode.FOREIGN_RECORD,
        "recorded variant of target " + target,
        found,
        "find out who laid it out for this rebuild");
  }
}
