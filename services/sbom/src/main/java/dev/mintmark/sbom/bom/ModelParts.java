package dev.mintmark.sbom.bom;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.NameValue;
import dev.mintmark.events.model.v1.ModelFacts;
import dev.mintmark.events.model.v1.Rung;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.sbom.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cyclonedx.model.Ancestors;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Pedigree;
import org.cyclonedx.model.component.data.ComponentData;

/** The quantized model with the float model that it descends from, and what made it. */
final class ModelParts {
  private ModelParts() {}

  static Component model(Release release, Variant variant) {
    Part part =
        Part.of(Component.Type.MACHINE_LEARNING_MODEL, Refs.MODEL, release.request().getName())
            .version(release.request().getVersion())
            .supplier(release.request().getSupplier())
            .sha256(Digest.parse(variant.getModel().getDigest()))
            .license(release.request().getModel().getLicense())
            .property(PropertyNames.TARGET, variant.getTarget())
            .property(PropertyNames.RUNG, variant.getRung());
    for (Rung rung : variant.getTried()) {
      part.property(
          PropertyNames.TRIED, rung.getName() + " " + ModelCards.decimal(rung.getValue()));
    }
    part.property(PropertyNames.GATE_MINIMUM, ModelCards.decimal(variant.getMinimum()));
    for (NameValue setting : release.request().getQuantize().getGate().getParameters()) {
      part.property(PropertyNames.GATE_PARAMETER + setting.getName(), setting.getValue());
    }
    Component model = part.build();
    model.setPedigree(pedigree(release, variant));
    model.setModelCard(ModelCards.of(release, variant));
    return model;
  }

  private static Pedigree pedigree(Release release, Variant variant) {
    Ancestors ancestors = new Ancestors();
    ancestors.addComponent(floatModel(release));
    Pedigree pedigree = new Pedigree();
    pedigree.setAncestors(ancestors);
    pedigree.setNotes(
        "quantized by "
            + variant.getToolchain().getName()
            + " "
            + variant.getToolchain().getVersion()
            + ", "
            + variant.getRung());
    return pedigree;
  }

  private static Component floatModel(Release release) {
    ModelFacts facts = release.ingested().getFacts();
    return Part.of(
            Component.Type.MACHINE_LEARNING_MODEL,
            Refs.FLOAT_MODEL,
            release.request().getName() + " (float)")
        .version(release.ingested().getTag())
        .supplier(release.request().getSupplier())
        .sha256(Digest.parse(release.ingested().getModel().getDigest()))
        .license(release.request().getModel().getLicense())
        .property(PropertyNames.SOURCE_COMMIT, release.ingested().getIdentity().getCommit())
        .property(
            PropertyNames.TRAINING_SEED, Long.toString(release.request().getModel().getSeed()))
        .property(PropertyNames.MODEL + "format", "onnx")
        .property(PropertyNames.MODEL + "ir-version", Long.toString(facts.getIrVersion()))
        .property(PropertyNames.MODEL + "opset", Long.toString(facts.getOpset()))
        .property(PropertyNames.MODEL + "producer", facts.getProducer())
        .property(PropertyNames.MODEL + "nodes", Integer.toString(facts.getNodes()))
        .property(PropertyNames.MODEL + "parameters", Long.toString(facts.getParameters()))
        .build();
  }

  /** The quantizer, its report and its calibration table. */
  static List<Component> making(Variant variant) {
    List<Component> parts = new ArrayList<>();
    parts.add(
        Part.of(Component.Type.APPLICATION, Refs.TOOLCHAIN, variant.getToolchain().getName())
            .version(variant.getToolchain().getVersion())
            .notShipped()
            .property(
                PropertyNames.DETERMINISM,
                variant
                    .getToolchain()
                    .getDeterminism()
                    .name()
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '-'))
            .build());
    parts.add(
        Part.data(
                ComponentData.ComponentDataType.OTHER,
                Refs.REPORT,
                "quantization report",
                variant.getReport())
            .notShipped()
            .build());
    if (variant.getTable() != null) {
      parts.add(
          Part.data(
                  ComponentData.ComponentDataType.OTHER,
                  Refs.TABLE,
                  "calibration table",
                  variant.getTable())
              .notShipped()
              .build());
    }
    return parts;
  }
}
