package dev.mintmark.gate.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.json.StrictJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evidence as JSON. Reading writes what it read and compares the bytes: an unknown field, another
 * order or another form of a number cannot slip through.
 */
final class EvidenceJson {
  private static final String SCHEMA = "mintmark.evidence/v1";
  private static final int MAX_DEPTH = 16;

  /** Larger evidence is refused: that of 20,000 devices fits. */
  private static final StrictJson JSON = new StrictJson(64 << 20, MAX_DEPTH);

  private EvidenceJson() {}

  static byte[] write(Evidence evidence) {
    ObjectNode json = CanonicalJson.object();
    json.put("schema", SCHEMA);
    json.put("rollout", evidence.rollout());
    json.put("release", evidence.release());
    json.put("index", evidence.index().toString());
    json.put("baselineIndex", text(evidence.baselineIndex()));
    json.put("policy", evidence.policyDigest().toString());
    json.put("stage", evidence.stage());
    json.put("look", evidence.look());
    json.put("lastLook", evidence.lastLook());
    json.put("pastDeadline", evidence.pastDeadline());
    put(json.putObject("before"), evidence.before());
    put(json.putObject("after"), evidence.after());
    ArrayNode devices = json.putArray("devices");
    evidence.devices().forEach(device -> put(devices.addObject(), device));
    ArrayNode summaries = json.putArray("summaries");
    for (OffsetRange range : evidence.summaries()) {
      ObjectNode entry = summaries.addObject();
      entry.put("partition", range.partition());
      entry.put("begin", range.begin()).put("end", range.end());
    }
    return CanonicalJson.write(json);
  }

  private static void put(ObjectNode json, Window window) {
    json.put("start", window.start()).put("end", window.end());
  }

  private static void put(ObjectNode json, DeviceEvidence device) {
    json.put("device", device.device());
    json.put("deviceClass", device.deviceClass());
    json.put("arm", device.arm().name());
    json.put("smoke", device.smoke().name());
    json.put("claims", text(device.claims()));
    put(json.putObject("before"), device.before());
    put(json.putObject("after"), device.after());
  }

  private static void put(ObjectNode json, Side side) {
    json.put("heartbeats", side.heartbeats());
    json.put("requests", side.requests());
    json.put("errors", side.errors());
    json.put("cpuPermille", side.cpuPermilleSum());
    json.put("latencies", Base64.getEncoder().encodeToString(side.sketch()));
  }

  private static @Nullable String text(@Nullable Digest digest) {
    return digest == null ? null : digest.toString();
  }

  static Evidence read(byte[] bytes) {
    Evidence evidence;
    try {
      evidence = evidence(JSON.read(bytes));
    } catch (InvalidEvidenceException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidEvidenceException("GAT-020", "is unreadable: it " + e.getMessage(), e);
    }
    if (!Arrays.equals(write(evidence), bytes)) {
      throw new InvalidEvidenceException("GAT-020", "is not in its one form");
    }
    return evidence;
  }

  private static Evidence evidence(ObjectNode json) {
    if (!string(json, "schema").equals(SCHEMA)) {
      throw new IllegalArgumentException("has another schema than " + SCHEMA);
    }
    return new Evidence(
        string(json, "rollout"),
        string(json, "release"),
        Digest.parse(string(json, "index")),
        digestOrNull(json, "baselineIndex"),
        Digest.parse(string(json, "policy")),
        integer(json, "stage"),
        integer(json, "look"),
        flag(json, "lastLook"),
        flag(json, "pastDeadline"),
        window(object(json, "before")),
        window(object(json, "after")),
        devices(json),
        summaries(json));
  }

  private static List<DeviceEvidence> devices(ObjectNode json) {
    List<DeviceEvidence> devices = new ArrayList<>();
    for (ObjectNode entry : objects(json, "devices")) {
      devices.add(
          new DeviceEvidence(
              string(entry, "device"),
              string(entry, "deviceClass"),
              Arm.valueOf(string(entry, "arm")),
              Smoke.valueOf(string(entry, "smoke")),
              digestOrNull(entry, "claims"),
              side(object(entry, "before")),
              side(object(entry, "after"))));
    }
    return devices;
  }

  private static List<OffsetRange> summaries(ObjectNode json) {
    List<OffsetRange> ranges = new ArrayList<>();
    for (ObjectNode entry : objects(json, "summaries")) {
      ranges.add(
          new OffsetRange(
              integer(entry, "partition"), number(entry, "begin"), number(entry, "end")));
    }
    return ranges;
  }

  private static Window window(ObjectNode json) {
    return new Window(number(json, "start"), number(json, "end"));
  }

  private static Side side(ObjectNode json) {
    return new Side(
        integer(json, "heartbeats"),
        number(json, "requests"),
        number(json, "errors"),
        number(json, "cpuPermille"),
        Base64.getDecoder().decode(string(json, "latencies")));
  }

  private static String string(ObjectNode json, String name) {
    if (json.get(name) instanceof JsonNode value && value.isTextual()) {
      return value.textValue();
    }
    throw missing("string", name);
  }

  private static @Nullable Digest digestOrNull(ObjectNode json, String name) {
    if (json.get(name) instanceof JsonNode value) {
      return value.isNull() ? null : Digest.parse(string(json, name));
    }
    throw missing("digest", name);
  }

  private static long number(ObjectNode json, String name) {
    if (json.get(name) instanceof JsonNode value
        && value.canConvertToLong()
        && value.isIntegralNumber()) {
      return value.longValue();
    }
    throw missing("whole number", name);
  }

  private static int integer(ObjectNode json, String name) {
    long number = number(json, name);
    if (number != (int) number) {
      throw missing("32-bit number", name);
    }
    return (int) number;
  }

  private static boolean flag(ObjectNode json, String name) {
    if (json.get(name) instanceof JsonNode value && value.isBoolean()) {
      return value.booleanValue();
    }
    throw missing("boolean", name);
  }

  private static ObjectNode object(ObjectNode json, String name) {
    if (json.get(name) instanceof ObjectNode child) {
      return child;
    }
    throw missing("object", name);
  }

  private static List<ObjectNode> objects(ObjectNode json, String name) {
    if (!(json.get(name) instanceof ArrayNode array)) {
      throw missing("array", name);
    }
    List<ObjectNode> children = new ArrayList<>();
    for (JsonNode element : array) {
      if (!(element instanceof ObjectNode child)) {
        throw missing("array of objects", name);
      }
      children.add(child);
    }
    return children;
  }

  private static IllegalArgumentException missing(String kind, String name) {
    return new IllegalArgumentException("has no " + kind + " '" + name + "'");
  }
}
