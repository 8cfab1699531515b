package dev.mintmark.cli.quantize;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.convert.Material;
import dev.mintmark.convert.report.MachineClass;
import dev.mintmark.quantizer.run.ModelSession;
import java.util.List;

/**
 * What quantizing for all targets came to.
 *
 * @param table the calibration table's bytes
 * @param page the report for people
 */
@SuppressWarnings("ArrayRecordComponent") // a file's bytes
public record QuantizeResult(
    Material material,
    MachineClass machine,
    byte[] table,
    List<TargetResult> targets,
    String page) {
  public QuantizeResult {
    targets = List.copyOf(targets);
  }

  /** Whether every target has a model. */
  public boolean passed() {
    return targets.stream().allMatch(target -> target.conversion().isPresent());
  }

  /** For {@code --json}. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("floatModel", material.model().digest().toString());
    json.put("floatModelSize", material.model().bytes().length);
    json.put("metric", material.gate().metric().name());
    json.put("minimum", material.gate().minimum());
    json.put("runtime", ModelSession.runtime());
    json.put("machine", machine.toString());
    json.put(
        "calibrationTable", Artifact.of(table, MediaTypes.CALIBRATION_TABLE).digest().toString());
    var all = json.putArray("targets");
    targets.forEach(target -> all.add(target.json()));
    return json;
  }
}
