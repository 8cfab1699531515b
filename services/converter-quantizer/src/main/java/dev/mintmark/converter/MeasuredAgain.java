package dev.mintmark.converter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.quantizer.RefusalCode;

/**
 * What a rebuild measured on its own, in the order of the targets: one line of JSON, {@code
 * {"variants":[{"target","table","report","expected"}]}} with digests, or {@code {"target",
 * "refused"}} with the code where no rung passed here.
 */
final class MeasuredAgain {
  private final ObjectNode document = JsonNodeFactory.instance.objectNode();
  private final ArrayNode variants = document.putArray("variants");

  void add(Variant measured) {
    ObjectNode variant = variants.addObject();
    variant.put("target", measured.getTarget());
    ArtifactReference table = measured.getTable();
    if (table == null) {
      variant.putNull("table");
    } else {
      variant.put("table", table.getDigest());
    }
    variant.put("report", measured.getReport().getDigest());
    variant.put("expected", measured.getExpected().getDigest());
  }

  void refused(String target, RefusalCode code) {
    variants.addObject().put("target", target).put("refused", code.code());
  }

  byte[] bytes() {
    return (document + "\n").getBytes(UTF_8);
  }
}
