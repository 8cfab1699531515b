package dev.mintmark.sbom.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.model.v1.ModelFacts;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.sbom.bom.PropertyNames;
import dev.mintmark.sbom.release.Release;
import java.math.BigDecimal;

/** Whether a model's document names what the model was made from, how, and how good it is. */
final class ModelContents {
  private final Release release;
  private final Variant variant;
  private final ListedBom bom;

  private ModelContents(Release release, Variant variant, ListedBom bom) {
    this.release = release;
    this.variant = variant;
    this.bom = bom;
  }

  static void check(Release release, ModelArtifact artifact, ListedBom bom) {
    ModelContents contents = new ModelContents(release, release.variant(artifact.getTarget()), bom);
    contents.model(artifact);
    contents.floatModel();
    contents.datasets();
    contents.environment();
    contents.making();
    contents.files();
  }

  private void model(ModelArtifact artifact) {
    ListedComponent model =
        bom.require(
            "the model",
            release.request().getName(),
            c ->
                c.is("machine-learning-model")
                    && !c.ancestor()
                    && c.hasSha256(artifact.getModel().getDigest()));
    bom.require("the model's rung", model.has(PropertyNames.RUNG, variant.getRung()));
    bom.require(
        "the model's licence", model.license().equals(release.request().getModel().getLicense()));
    bom.require(
        "the model's supplier", !model.json().path("supplier").path("name").isMissingNode());
    JsonNode card = model.json().path("modelCard");
    ModelFacts facts = release.ingested().getFacts();
    JsonNode parameters = card.path("modelParameters");
    bom.require("the model's inputs", parameters.path("inputs").size() == facts.getInputs().size());
    bom.require(
        "the model's outputs", parameters.path("outputs").size() == facts.getOutputs().size());
    bom.require("the model's datasets", parameters.path("datasets").size() == 3);
    bom.require(
        "the model's limits", !card.path("considerations").path("technicalLimitations").isEmpty());
    bom.require("the gate's measure", measured(card));
  }

  private boolean measured(JsonNode card) {
    for (JsonNode metric : card.path("quantitativeAnalysis").path("performanceMetrics")) {
      if (metric.path("type").asText().equals(variant.getMetric())
          && metric
              .path("slice")
              .asText()
              .contains(release.request().getQuantize().getValidation().getDigest())) {
        return new BigDecimal(metric.path("value").asText("0"))
                .compareTo(BigDecimal.valueOf(variant.getValue()))
            == 0;
      }
    }
    return false;
  }

  private void floatModel() {
    ListedComponent ancestor =
        bom.require(
            "the float model",
            release.request().getName() + " (float)",
            c ->
                c.is("machine-learning-model")
                    && c.ancestor()
                    && c.hasSha256(release.ingested().getModel().getDigest()));
    bom.require(
        "the float model's operator set",
        ancestor.has(
            PropertyNames.MODEL + "opset",
            Long.toString(release.ingested().getFacts().getOpset())));
  }

  private void datasets() {
    dataset("training", release.request().getModel().getDataset().getDigest());
    dataset("calibration", release.request().getQuantize().getCalibration().getDigest());
    dataset("validation", release.request().getQuantize().getValidation().getDigest());
  }

  private void dataset(String use, String digest) {
    ListedComponent dataset =
        bom.all().stream()
            .filter(c -> c.is("data") && c.has(PropertyNames.DATASET_USE, use))
            .filter(c -> c.hasSha256(digest))
            .findFirst()
            .orElseThrow(() -> bom.refused("it does not list the " + use + " data as it is"));
    bom.require(
        "the known unknowns of the " + use + " data",
        bom.knownUnknowns().contains(dataset.text("bom-ref")));
  }

  private void environment() {
    ListedComponent environment =
        bom.require(
            "the training environment",
            "training environment",
            c -> c.hasSha256(release.environment().lock().digest().toString()));
    bom.require(
        "the known unknowns of the training environment",
        bom.knownUnknowns().contains(environment.text("bom-ref")));
    for (RequirementsLock.Requirement requirement : release.environment().requirements()) {
      ListedComponent listed =
          bom.require(
              requirement.name() + " of the training environment",
              requirement.name(),
              c -> c.is("library") && c.text("version").equals(requirement.version()));
      bom.require(
          "the package URL of " + requirement.name(), listed.text("purl").startsWith("pkg:pypi/"));
    }
  }

  private void making() {
    bom.require(
        "the toolchain",
        variant.getToolchain().getName(),
        c -> c.is("application") && c.text("version").equals(variant.getToolchain().getVersion()));
    data("quantization report", variant.getReport().getDigest());
    if (variant.getTable() != null) {
      data("calibration table", variant.getTable().getDigest());
    }
  }

  private void data(String name, String digest) {
    bom.require("the " + name, name, c -> c.is("data") && c.hasSha256(digest));
  }

  private void files() {
    int expected = 0;
    for (Descriptor file : release.modelFiles(variant.getTarget())) {
      String name = file.annotations().getOrDefault(Annotations.TITLE, file.digest().toString());
      bom.require("file " + name, name, c -> c.is("file") && c.hasSha256(file.digest().toString()));
      expected++;
    }
    long listed = bom.all().stream().filter(c -> c.is("file")).count();
    bom.require(
        "exactly the artifact's " + expected + " files beside the model", listed == expected);
  }
}
