package dev.mintmark.cli.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import java.util.List;

/**
 * What verification found.
 *
 * @param index of the release
 * @param findings in the order of the checks
 * @param signatures that hold
 */
public record Report(String reference, Digest index, List<Finding> findings, int signatures) {
  public Report {
    findings = List.copyOf(findings);
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
    for (Finding finding : findings) {
      checks
          .addObject()
          .put("object", finding.object())
          .put("digest", finding.digest().toString())
          .put("size", finding.size())
          .put("ok", finding.ok())
          .put("detail", finding.detail());
    }
    return json;
  }
}
