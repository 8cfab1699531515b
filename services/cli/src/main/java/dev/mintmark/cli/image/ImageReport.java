package dev.mintmark.cli.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.verify.Finding;
import dev.mintmark.content.Digest;
import java.util.List;
import java.util.SortedMap;

/**
 * What looking at an image found.
 *
 * @param image as it was named
 * @param digest of its index or manifest; of the config in a docker archive, which has neither
 * @param findings in the order of the checks
 * @param platforms that it runs on, in words
 * @param targets that it has models for
 * @param annotations of its index or manifest
 */
public record ImageReport(
    String image,
    Digest digest,
    List<Finding> findings,
    List<String> platforms,
    List<TargetNote> targets,
    SortedMap<String, String> annotations,
    SignatureState signature) {
  public ImageReport {
    findings = List.copyOf(findings);
    platforms = List.copyOf(platforms);
    targets = List.copyOf(targets);
  }

  /** Whether every check holds. */
  public boolean holds() {
    return findings.stream().allMatch(Finding::ok);
  }

  /** For {@code --json}. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("image", image).put("digest", digest.toString()).put("holds", holds());
    json.put("signature", signature.word());
    platforms.forEach(json.putArray("platforms")::add);
    ArrayNode models = json.putArray("targets");
    targets.forEach(target -> models.add(target.json()));
    ObjectNode notes = json.putObject("annotations");
    annotations.forEach(notes::put);
    ArrayNode checks = json.putArray("checks");
    findings.forEach(finding -> checks.add(finding.json()));
    return json;
  }
}
