package dev.mintmark.gate.verdict;

import static dev.mintmark.json.CanonicalJson.decimal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gate said about one look at a stage.
 *
 * @param baseline image index of the baseline; absent when nothing was compared
 * @param policy digest of the policy's file
 * @param evidence digest of the evidence's bytes
 * @param threshold what a z must exceed
 */
public record Verdict(
    String rollout,
    String release,
    Digest index,
    int stage,
    int look,
    Outcome outcome,
    @Nullable Digest baseline,
    Digest policy,
    Digest evidence,
    double threshold,
    List<Comparison> comparisons,
    List<Measurement> measurements,
    List<Tally> devices) {
  private static final String SCHEMA = "mintmark.verdict/v1";

  public Verdict {
    comparisons = List.copyOf(comparisons);
    measurements = List.copyOf(measurements);
    devices = List.copyOf(devices);
  }

  /** Canonical JSON. Numbers that are not whole are decimal text with fixed places. */
  public byte[] write() {
    ObjectNode json = CanonicalJson.object();
    json.put("schema", SCHEMA);
    json.put("rollout", rollout);
    json.put("release", release);
    json.put("index", index.toString());
    json.put("stage", stage);
    json.put("look", look);
    json.put("outcome", outcome.word());
    json.put("baseline", baseline == null ? "none" : baseline.toString());
    json.put("policy", policy.toString());
    json.put("evidence", evidence.toString());
    json.put("threshold", decimal(threshold, 3));
    ArrayNode reasons = json.putArray("reasons");
    outcome.reasons().forEach(reason -> put(reasons.addObject(), reason));
    ArrayNode metrics = json.putArray("metrics");
    comparisons.forEach(comparison -> put(metrics.addObject(), comparison));
    ArrayNode limits = json.putArray("limits");
    measurements.forEach(measurement -> put(limits.addObject(), measurement));
    ArrayNode arms = json.putArray("devices");
    devices.forEach(tally -> put(arms.addObject(), tally));
    return CanonicalJson.write(json);
  }

  private static void put(ObjectNode json, Reason reason) {
    json.put("code", reason.code());
    json.put("metric", reason.metric() == null ? null : reason.metric().word());
    json.put("text", reason.text());
  }

  private static void put(ObjectNode json, Comparison comparison) {
    json.put("metric", comparison.metric().word());
    json.put("canaries", comparison.canaries());
    json.put("baselines", comparison.baselines());
    json.put("tested", comparison.tested());
    json.put("z", decimal(comparison.z(), 6));
    json.put("medianCanary", decimal(comparison.medianCanary(), 6));
    json.put("medianBaseline", decimal(comparison.medianBaseline(), 6));
  }

  private static void put(ObjectNode json, Measurement measurement) {
    json.put("deviceClass", measurement.deviceClass());
    json.put("devices", measurement.devices());
    json.put("requests", measurement.requests());
    json.put("latencyP99Micros", decimal(measurement.latencyP99(), 3));
    json.put("errorRate", decimal(measurement.errorRate(), 6));
    json.put("cpu", decimal(measurement.cpu(), 6));
  }

  private static void put(ObjectNode json, Tally tally) {
    json.put("deviceClass", tally.deviceClass());
    json.put("arm", tally.arm().name());
    json.put("planned", tally.planned());
    json.put("usable", tally.usable());
    json.put("smokeFailed", tally.smokeFailed());
    json.put("silent", tally.silent());
    json.put("otherIndex", tally.otherIndex());
    json.put("inconsistent", tally.inconsistent());
    json.put("tooFew", tally.tooFew());
  }
}
