package dev.mintmark.convert.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Artifact;
import dev.mintmark.convert.Conversion;
import dev.mintmark.convert.Material;
import dev.mintmark.quantizer.ladder.Attempt;
import dev.mintmark.quantizer.run.ModelSession;
import java.util.Optional;

/**
 * What was tried and measured, as JSON: one line, keys in a fixed order, no time in it.
 *
 * @param table as it is kept; none where no calibration was used
 * @param model as it is kept
 */
public record MeasureReport(
    Material material, Optional<Artifact> table, Artifact model, Conversion conversion) {
  /** The document, ended by a line feed. */
  public byte[] bytes() {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("runtime", ModelSession.runtime());
    report.put("floatModel", material.model().digest().toString());
    report.put("floatModelSize", material.model().bytes().length);
    report.put("model", model.digest().toString());
    report.put("modelSize", model.size());
    table.ifPresent(used -> report.put("calibrationTable", used.digest().toString()));
    report.put("calibrationSamples", material.calibration().samples().size());
    report.put("validationSamples", material.validation().samples().size());
    report.put("metric", material.gate().metric().name());
    report.put("minimum", material.gate().minimum());
    ArrayNode tried = report.putArray("tried");
    conversion.attempts().forEach(attempt -> add(tried.addObject(), attempt));
    if (!conversion.impossible().isEmpty()) {
      ArrayNode not = report.putArray("notPossible");
      conversion
          .impossible()
          .forEach(rung ->
              not.addObject()
                  .put("rung", rung.rung())
                  .put("code", rung.code())
                  .put("found", rung.found()));
    }
    return (report + "\n").getBytes(UTF_8);
  }

  private static void add(ObjectNode node, Attempt attempt) {
    node.put("rung", attempt.rung());
    node.put("value", attempt.measured().value());
    node.put("finite", attempt.finite());
    node.put("size", attempt.size());
    node.put("integerNodes", attempt.nodes());
    node.put("raisedChannels", attempt.raisedChannels());
    ObjectNode details = node.putObject("details");
    attempt.measured().details().forEach(details::put);
  }
}
