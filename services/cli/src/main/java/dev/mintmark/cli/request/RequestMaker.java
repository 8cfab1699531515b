package dev.mintmark.cli.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.releasefile.InvalidReleaseFileException;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.vendor.VendoredFiles;
import dev.mintmark.cli.vendor.VendoredFiles.VendoredPackage;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes a release file as the {@code build.requested} event: every input as (digest, media type,
 * size), every list in the order that the schema asks for. The same file with the same inputs makes
 * the same request.
 */
public final class RequestMaker {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String TEXT = "text/plain";

  private final Inputs inputs;

  private RequestMaker(Inputs inputs) {
    this.inputs = inputs;
  }

  /**
   * Hashes the inputs and makes the request.
   *
   * @throws InvalidReleaseFileException when inputs or targets are missing, with all of them
   */
  public static BuildRequest make(ReleaseFile file, InputFolders folders)
      throws InvalidReleaseFileException {
    Inputs inputs = new Inputs(folders);
    ObjectNode body = new RequestMaker(inputs).body(file);
    inputs.throwIfProblems();
    return new BuildRequest(file, body, inputs.uploads(), inputs.untested());
  }

  private ObjectNode body(ReleaseFile file) {
    ObjectNode body = JSON.objectNode();
    body.put("name", file.name());
    body.put("version", file.version());
    body.put("repository", file.repository());
    body.put("supplier", file.supplier());
    body.set("source", source(file.source()));
    body.set("model", model(file.model()));
    body.set("quantize", quantize(file.quantize()));
    body.set("image", image(file));
    body.set("run", run(file.run()));
    body.set("targets", targets(file.targets()));
    return body;
  }

  private static ObjectNode source(ReleaseFile.Source source) {
    return JSON.objectNode()
        .put("repository", source.repository())
        .put("commit", source.commit())
        .put("epoch", source.epoch());
  }

  private ObjectNode model(ReleaseFile.Model model) {
    ReleaseFile.Training training = model.training();
    ObjectNode node = JSON.objectNode();
    node.set("file", reference(inputs.file(model.file(), MediaTypes.ONNX)));
    node.put("license", model.license());
    node.putObject("dataset")
        .put("name", training.name())
        .put("digest", inputs.dataset(training.dataset()).toString());
    node.set("environment", reference(inputs.file(training.environment(), TEXT)));
    node.put("seed", training.seed());
    return node;
  }

  private ObjectNode quantize(ReleaseFile.Quantize quantize) {
    ObjectNode node = JSON.objectNode();
    node.set("calibration", reference(inputs.tree(quantize.calibration())));
    node.set("validation", reference(inputs.tree(quantize.validation())));
    node.putObject("gate")
        .put("metric", quantize.gate().metric())
        .put("minimum", quantize.gate().minimum())
        .set("parameters", settings(quantize.gate().parameters()));
    return node;
  }

  private ObjectNode image(ReleaseFile release) {
    ReleaseFile.Image image = release.image();
    ObjectNode node = JSON.objectNode();
    node.put("base", image.base().digest());
    node.set("app", reference(inputs.tree(image.app())));
    ArrayNode files = node.putArray("files");
    image.files().stream()
        .sorted(
            Comparator.comparing(ReleaseFile.ImageFile::platform)
                .thenComparing(ReleaseFile.ImageFile::path))
        .map(this::imageFile)
        .forEach(files::add);
    image.entrypoint().forEach(node.putArray("entrypoint")::add);
    node.set("env", settings(image.env()));
    image.platforms().stream().sorted().forEach(node.putArray("platforms")::add);
    VendoredFiles vendored = inputs.vendored(release);
    vendored.packages().stream()
        .map(RequestMaker::imagePackage)
        .forEach(node.putArray("packages")::add);
    vendored.base().stream()
        .map(RequestMaker::reference)
        .forEach(node.putArray("baseArtifacts")::add);
    ArrayNode allow = node.putArray("allow");
    image.allow().stream()
        .sorted(
            Comparator.comparing(ReleaseFile.Allowance::path)
                .thenComparing(ReleaseFile.Allowance::finding))
        .forEach(each ->
            allow
                .addObject()
                .put("path", each.path())
                .put("finding", each.finding())
                .put("reason", each.reason()));
    if (image.sizeBudget().isPresent()) {
      node.put("sizeBudget", image.sizeBudget().getAsLong());
    } else {
      node.putNull("sizeBudget");
    }
    return node;
  }

  private static ObjectNode imagePackage(VendoredPackage each) {
    ObjectNode node = JSON.objectNode();
    node.put("platform", each.platform());
    node.put("kind", each.kind().name());
    node.put("name", each.name());
    node.put("version", each.version());
    node.set("source", reference(each.source()));
    node.put("file", each.file());
    node.put("purl", each.purl());
    return node;
  }

  private ObjectNode imageFile(ReleaseFile.ImageFile file) {
    ObjectNode node = JSON.objectNode();
    node.put("platform", file.platform());
    node.put("path", file.path());
    node.put("mode", file.mode());
    node.set("source", reference(inputs.file(file.from(), MediaTypes.OCTET_STREAM)));
    node.put("member", file.member().orElse(null));
    node.put("purl", file.purl().orElse(null));
    node.put("license", file.license());
    return node;
  }

  private ObjectNode run(ReleaseFile.Run run) {
    ObjectNode node = JSON.objectNode();
    node.set("smoke", reference(inputs.tree(run.smoke())));
    node.put("port", run.port().isPresent() ? (Integer) run.port().getAsInt() : null);
    node.put("health", run.health().orElse(null));
    return node;
  }

  private ArrayNode targets(List<ReleaseFile.Target> targets) {
    ArrayNode nodes = JSON.arrayNode();
    targets.stream()
        .sorted(Comparator.comparing(ReleaseFile.Target::name))
        .forEach(target ->
            nodes
                .addObject()
                .put("name", target.name())
                .set("profile", reference(inputs.profile(target))));
    return nodes;
  }

  private static ArrayNode settings(SortedMap<String, String> settings) {
    ArrayNode nodes = JSON.arrayNode();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      nodes.addObject().put("name", setting.getKey()).put("value", setting.getValue());
    }
    return nodes;
  }

  private static ObjectNode reference(Artifact artifact) {
    return JSON.objectNode()
        .put("digest", artifact.digest().toString())
        .put("mediaType", artifact.mediaType())
        .put("size", artifact.size());
  }
}
