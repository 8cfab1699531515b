package dev.mintmark.simulator.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import java.util.Optional;

/** A device's record in the state file. */
final class RecordJson {
  private RecordJson() {}

  static ObjectNode write(DeviceRecord record) {
    ObjectNode json = CanonicalJson.object();
    record.oneTimeToken().ifPresent(token -> json.put("oneTimeToken", token));
    record.token().ifPresent(token -> json.put("token", token));
    json.put("order", record.order()).put("floor", record.floor());
    json.put("sequence", record.sequence());
    record.current().ifPresent(running -> json.set("current", write(running)));
    return json.put("slow", record.isSlow()).put("crashed", record.isCrashed());
  }

  private static ObjectNode write(Running running) {
    return CanonicalJson.object()
        .put("release", running.release())
        .put("index", running.index().toString())
        .put("model", running.model().toString())
        .put("told", running.told().toString());
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  static DeviceRecord read(JsonNode json) {
    return new DeviceRecord(
        text(json, "oneTimeToken"),
        text(json, "token"),
        number(json, "order"),
        number(json, "floor"),
        number(json, "sequence"),
        json.has("current") ? Optional.of(running(json.get("current"))) : Optional.empty(),
        json.path("slow").asBoolean(),
        json.path("crashed").asBoolean());
  }

  private static Running running(JsonNode json) {
    return new Running(
        text(json, "release").orElseThrow(() -> new IllegalArgumentException("no release")),
        digest(json, "index"),
        digest(json, "model"),
        digest(json, "told"));
  }

  private static Digest digest(JsonNode json, String name) {
    return Digest.parse(json.path(name).asText());
  }

  private static Optional<String> text(JsonNode json, String name) {
    return Optional.of(json.path(name).asText()).filter(text -> !text.isEmpty());
  }

  private static long number(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.canConvertToLong() || !value.isIntegralNumber() || value.asLong() < 0) {
      throw new IllegalArgumentException(name + " is " + value + ", not a number from 0");
    }
    return value.asLong();
  }
}
