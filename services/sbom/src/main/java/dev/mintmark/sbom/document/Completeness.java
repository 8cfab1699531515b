package dev.mintmark.sbom.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.oci.filetable.FileTable.Row;
import dev.mintmark.sbom.release.ReleaseFacts;
import dev.mintmark.sbom.release.ReleaseFacts.ImageFacts;
import dev.mintmark.sbom.release.ReleaseFacts.Layer;
import dev.mintmark.sbom.release.ReleaseFacts.ModelFacts;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a finished document again and looks for everything that the release's own facts say must be
 * in it. It shares no code with those that wrote the document: what they forget, it misses.
 */
public final class Completeness {
  private static final String MODEL = "machine-learning-model";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String document;
  private final Set<String> found = new HashSet<>();

  private Completeness(String document, byte[] bytes) {
    this.document = document;
    try {
      JsonNode root = JSON.readTree(bytes);
      collect(root.at("/metadata/component"));
      root.path("components").forEach(this::collect);
    } catch (IOException e) {
      throw new IllegalStateException("a document that was just written is JSON", e);
    }
  }

  /**
   * Checks an image's document.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SBM-010 image, 011 file, 012 library, 013
   *     model, 016 requirement
   */
  public static void checkImage(byte[] bytes, ReleaseFacts facts, ImageFacts image) {
    String platform = image.image().getPlatform();
    Completeness check = new Completeness("the image for " + platform, bytes);
    check.hash("SBM-010", "the image", "container", image.image().getManifest().getDigest());
    for (Row row : image.rows()) {
      check.need(
          "SBM-011", "the file " + row.path(), "file " + row.path() + " " + row.digest().hex());
    }
    check.libraries(image.rows());
    for (ModelFacts model : facts.modelsOn(platform)) {
      check.model(model);
      check.requirements(model);
    }
  }

  /**
   * Checks a model's document.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SBM-010 artifact, 012 library, 013 model, 014
   *     dataset, 015 layer, 016 requirement, 017 training environment
   */
  public static void checkModel(byte[] bytes, ReleaseFacts facts, ModelFacts model) {
    Completeness check = new Completeness("the model for " + model.target().name(), bytes);
    String original = facts.request().getModel().getFile().getDigest();
    check.hash("SBM-010", "the artifact", "data", model.artifact().getManifest().getDigest());
    check.model(model);
    check.hash("SBM-013", "the float model", MODEL, original);
    check.datasets(facts.request(), model);
    for (Layer layer : model.layers().subList(1, model.layers().size())) {
      check.need(
          "SBM-015",
          "the file " + layer.title(),
          "file " + layer.title() + " " + layer.blob().digest().hex());
    }
    check.libraries(facts.rowsOf(model.artifact().getPlatform()));
    check.requirements(model);
    check.environment(facts.request(), facts.environment());
  }

  private void model(ModelFacts model) {
    String digest = model.artifact().getModel().getDigest();
    hash("SBM-013", "the model for " + model.target().name(), MODEL, digest);
  }

  private void datasets(BuildRequested request, ModelFacts model) {
    String code = "SBM-014";
    hash(code, "the training dataset", "data", request.getModel().getDataset().getDigest());
    hash(
        code,
        "the calibration samples",
        "data",
        request.getQuantize().getCalibration().getDigest());
    hash(code, "the validation samples", "data", request.getQuantize().getValidation().getDigest());
    if (model.variant().getTable() != null) {
      hash(code, "the calibration table", "data", model.variant().getTable().getDigest());
    }
  }

  private void environment(BuildRequested request, RequirementsLock lock) {
    String digest = request.getModel().getEnvironment().getDigest();
    hash("SBM-017", "the training environment", "data", digest);
    for (RequirementsLock.Requirement requirement : lock.requirements()) {
      need(
          "SBM-017",
          "the requirement " + requirement.name(),
          "library " + requirement.name() + "@" + requirement.version());
    }
  }

  private void libraries(List<Row> rows) {
    for (Row row : rows) {
      String purl = row.input().purl();
      if (purl != null) {
        String archive = row.input().artifact().digest().hex();
        need("SBM-012", "the library " + purl, "library " + purl + " " + archive);
      }
    }
  }

  private void requirements(ModelFacts model) {
    for (TargetProfile.Requirement requirement : model.target().profile().requirements()) {
      String kind = requirement.kind().word();
      need(
          "SBM-016",
          "the host's " + kind + " " + requirement.name(),
          "host " + model.target().name() + " " + kind + " " + requirement.name());
    }
  }

  private void hash(String code, String what, String type, String digest) {
    need(code, what + ", " + digest, type + " " + Digest.parse(digest).hex());
  }

  private void need(String code, String what, String key) {
    if (!found.contains(key)) {
      throw new Refusal(
              code,
              "the bill of materials of " + document,
              what + " is not in it",
              "report it: a bill of materials that leaves something out is not published")
          .asException();
    }
  }

  /** Remembers a component and those inside it by what identifies them. */
  private void collect(JsonNode component) {
    String type = component.path("type").asText();
    String name = component.path("name").asText();
    found.add(type + " " + name + "@" + component.path("version").asText());
    for (JsonNode hash : component.path("hashes")) {
      if (hash.path("alg").asText().equals("SHA-256")) {
        String hex = hash.path("content").asText();
        found.add(type + " " + hex);
        found.add(type + " " + name + " " + hex);
        found.add(type + " " + component.path("purl").asText() + " " + hex);
      }
    }
    String target = property(component, "mintmark:requirement:target");
    String kind = property(component, "mintmark:requirement:kind");
    found.add("host " + target + " " + kind + " " + name);
    component.path("components").forEach(this::collect);
    component.at("/pedigree/ancestors").forEach(this::collect);
  }

  private static String property(JsonNode component, String name) {
    for (JsonNode property : component.path("properties")) {
      if (property.path("name").asText().equals(name)) {
        return property.path("value").asText();
      }
    }
    return "";
  }
}
