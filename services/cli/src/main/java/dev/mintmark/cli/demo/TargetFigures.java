package dev.mintmark.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One target's model, as its published manifest says.
 *
 * @param rung how it was quantized
 * @param value what the gate measured
 * @param bytes of the model
 */
public record TargetFigures(
    String target, String platform, String rung, String metric, String value, long bytes) {

  /** Every target of a release, in the order of their names. */
  public static List<TargetFigures> read(
      RegistryClient registry, RepositoryName repository, Digest index) throws IOException {
    List<TargetFigures> figures = new ArrayList<>();
    OciDocument document = registry.manifest(repository, index).document();
    for (Map.Entry<String, String> annotation : document.annotations().entrySet()) {
      if (annotation.getKey().startsWith(Annotations.MODEL_PREFIX)) {
        String target = annotation.getKey().substring(Annotations.MODEL_PREFIX.length());
        Digest model = Digest.parse(annotation.getValue());
        if (registry.manifest(repository, model).document() instanceof Manifest manifest) {
          figures.add(of(target, manifest));
        }
      }
    }
    return figures;
  }

  private static TargetFigures of(String target, Manifest manifest) {
    Map<String, String> said = manifest.annotations();
    return new TargetFigures(
        target,
        said.getOrDefault(Annotations.PLATFORM, ""),
        said.getOrDefault(Annotations.RUNG, ""),
        said.getOrDefault(Annotations.METRIC, ""),
        said.getOrDefault(Annotations.VALUE, ""),
        manifest.layers().getFirst().size());
  }

  /** For {@code --json}. */
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("target", target)
        .put("platform", platform)
        .put("rung", rung)
        .put("metric", metric)
        .put("value", value)
        .put("modelBytes", bytes);
  }
}
