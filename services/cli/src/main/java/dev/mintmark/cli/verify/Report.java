package dev.mintmark.cli.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.inputs.TargetProfile;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What verification found.
 *
 * @param index of the release
 * @param findings in the order of the checks
 * @param signatures that hold
 * @param tested who ran each target's profile on its hardware, or {@code untested}, as the signed
 *     index says; without those of which it says nothing
 */
public record Report(
    String reference,
    Digest index,
    List<Finding> findings,
    int signatures,
    SortedMap<String, String> tested) {
  public Report {
    findings = List.copyOf(findings);
    tested = new TreeMap<>(tested);
  }

  /** Targets that nobody has run a release on, by name. */
  public List<String> untested() {
    return tested.entrySet().stream()
        .filter(e -> e.getValue().equals(TargetProfile.UNTESTED))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether every check holds. */
  public boolean verified() {
    return findings.stream().allMatch(Finding::ok);
  }

  /** For {@code --json}. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("reference", reference);
    json.put("index", index.toString());
    json.put("verified", verified());
    json.put("signatures", signatures);
    ArrayNode checks = json.putArray("checks");
    findings.forEach(finding -> checks.add(finding.json()));
    ObjectNode targets = json.putObject("targets");
    tested.forEach((target, who) -> targets.putObject(target).put("tested", who));
    return json;
  }
}
