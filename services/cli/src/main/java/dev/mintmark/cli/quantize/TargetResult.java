package dev.mintmark.cli.quantize;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.convert.Conversion;
import dev.mintmark.convert.report.TargetStudy;
import dev.mintmark.quantizer.QuantizerException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one target came to.
 *
 * @param conversion the model that passed; empty when none did
 * @param refusal why none passed
 * @param files of the target's folder by their paths; the model, the stored report, recorded
 *     outputs
 */
public record TargetResult(
    TargetStudy study,
    Optional<Conversion> conversion,
    Optional<QuantizerException> refusal,
    SortedMap<String, byte[]> files) {
  public TargetResult {
    files = new TreeMap<>(files);
  }

  /** The model as the line would keep it. */
  public Optional<Artifact> model() {
    return conversion.map(made -> Artifact.of(made.model().bytes(), MediaTypes.ONNX));
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("target", study.target());
    json.put("passed", study.passed());
    conversion.ifPresent(made -> json.put("rung", made.rung().rung()));
    model()
        .ifPresent(model ->
            json.putObject("model")
                .put("digest", model.digest().toString())
                .put("size", model.size()));
    refusal.ifPresent(why -> json.put("code", why.code().code()).put("found", why.found()));
    ArrayNode tried = json.putArray("tried");
    for (TargetStudy.Rung rung : study.rungs()) {
      ObjectNode node =
          tried
              .addObject()
              .put("rung", rung.attempt().rung())
              .put("value", rung.attempt().measured().value())
              .put("finite", rung.attempt().finite())
              .put("size", rung.attempt().size());
      rung.millis().ifPresent(millis -> node.put("millis", Math.round(millis * 1000) / 1000.0));
    }
    ArrayNode not = json.putArray("notPossible");
    study
        .impossible()
        .forEach(rung -> not.addObject().put("rung", rung.rung()).put("code", rung.code()));
    return json;
  }
}
