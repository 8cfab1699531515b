package dev.mintmark.compare.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.compare.difference.MalformedException;
import dev.mintmark.compare.json.JsonDocument;
import dev.mintmark.content.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

final class MetricRule {
  // Not 1e-4 itself: 0.9 and 0.9001 are 1.0000000000000286e-4 apart as binary numbers.
  private static final double TOLERANCE = 1e-4 + 1e-12;

  /** What was measured, taken out of the document that it stood in. */
  private record Report(String others, double minimum, List<Double> quality, List<Double> details) {
    static Report of(byte[] bytes) {
      ObjectNode tree = JsonDocument.parse(bytes);
      if (!Arrays.equals((tree + "\n").getBytes(UTF_8), bytes)) {
        throw new MalformedException("it is not in the one form of a report");
      }
      measuredOn(tree);
      List<Double> quality = new ArrayList<>();
      List<Double> details = new ArrayList<>();
      for (JsonNode tried : tree.path("tried")) {
        take(tried, "value", quality);
        JsonNode measured = tried.path("details");
        List<String> names = new ArrayList<>();
        measured.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> take(measured, name, details));
      }
      return new Report(
          tree.toString(), tree.path("minimum").asDouble(Double.NaN), quality, details);
    }

    /** A table measured again, and a model made of it, are judged on their own. */
    private static void measuredOn(ObjectNode tree) {
      for (String name : List.of("calibrationTable", "model")) {
        if (Digest.isDigest(tree.path(name).asText())) {
          tree.putNull(name);
        }
      }
    }

    private static void take(JsonNode node, String name, List<Double> measured) {
      if (node instanceof ObjectNode object && object.path(name).isNumber()) {
        measured.add(object.path(name).doubleValue());
        object.putNull(name);
      }
    }
  }

  private MetricRule() {}

  static boolean test(byte[] recorded, byte[] rebuilt) {
    Report one;
    Report two;
    try {
      one = Report.of(recorded);
      two = Report.of(rebuilt);
    } catch (MalformedException e) {
      return false;
    }
    return one.others().equals(two.others())
        && areNear(one.quality(), two.quality())
        && areNear(one.details(), two.details())
        && sides(one).equals(sides(two));
  }

  private static boolean areNear(List<Double> recorded, List<Double> rebuilt) {
    if (recorded.size() != rebuilt.size()) {
      return false;
    }
    for (int i = 0; i < recorded.size(); i++) {
      // Written so that no number (NaN) is never near.
      if (!(Math.abs(recorded.get(i) - rebuilt.get(i)) <= TOLERANCE)) {
        return false;
      }
    }
    return true;
  }

  /** Which rungs were good enough. */
  private static List<Boolean> sides(Report report) {
    return report.quality().stream().map(value -> value >= report.minimum()).toList();
  }
}
