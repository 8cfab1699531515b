package dev.mintmark.gate.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file's own shape; what the values may be, the policy's types say. */
record PolicyDocument(
    @JsonProperty(required = true) String apiVersion,
    @JsonProperty(required = true) String kind,
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) int version,
    @JsonProperty(required = true) List<StageEntry> stages,
    @JsonProperty(required = true) String deadline,
    @JsonProperty(required = true) GateEntry gate,
    @JsonProperty(required = true) AbsoluteEntry absolute) {
  private static final String API_VERSION = "mintmark.dev/v1";
  private static final String KIND = "RolloutPolicy";
  private static final BigDecimal MAXIMUM_MISSING = new BigDecimal("0.1");
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
          .build();

  record StageEntry(
      @JsonProperty(required = true) BigDecimal percent,
      @JsonProperty(required = true) String soak,
      @JsonSetter(nulls = Nulls.SET) @Nullable String approval) {}

  record GateEntry(
      @JsonProperty(required = true) BigDecimal margin,
      @JsonProperty(required = true) BigDecimal errorMargin,
      @JsonProperty(required = true) int minimumDevices,
      @JsonProperty(required = true) int maximumDevices,
      @JsonProperty(required = true) int minimumHeartbeats,
      @JsonProperty(required = true) long minimumSamples,
      @JsonProperty(required = true) int looks,
      @JsonSetter(nulls = Nulls.SET) @Nullable BigDecimal maximumMissing,
      @JsonProperty(required = true) List<String> metrics) {}

  record AbsoluteEntry(
      @JsonProperty(required = true) String latencyP99,
      @JsonProperty(required = true) BigDecimal errorRate,
      @JsonProperty(required = true) BigDecimal cpu,
      @JsonProperty(required = true) int smokeFailures) {}

  static Policy read(byte[] yaml) {
    if (yaml.length > Policy.MAX_BYTES) {
      throw unreadable("the file", "it has " + yaml.length + " bytes, more than 65536");
    }
    try {
      PolicyDocument document = YAML.readValue(yaml, PolicyDocument.class);
      if (document == null) {
        throw unreadable("the file", "it says nothing");
      }
      return document.policy(Digest.of(yaml));
    } catch (UnrecognizedPropertyException e) {
      throw new InvalidPolicyException(
          "GAT-002", path(e), "the key is not known", "known here: " + e.getKnownPropertyIds());
    } catch (MismatchedInputException e) {
      throw new InvalidPolicyException(
          "GAT-002", path(e), firstLine(e), "give each key once, with a value of its kind");
    } catch (JsonProcessingException e) {
      throw unreadable(line(e), firstLine(e));
    } catch (IOException e) {
      throw unreadable("the file", "it is not YAML: " + e.getMessage());
    }
  }

  private Policy policy(Digest digest) {
    require("apiVersion", apiVersion, API_VERSION);
    require("kind", kind, KIND);
    List<Stage> parsed = new ArrayList<>();
    for (StageEntry entry : stages) {
      String path = "stages[" + parsed.size() + "].";
      parsed.add(
          new Stage(
              entry.percent,
              Durations.parse(path + "soak", entry.soak),
              approval(path + "approval", entry.approval)));
    }
    return new Policy(
        name, version, parsed, Durations.parse("deadline", deadline), rule(), limits(), digest);
  }

  private GateRule rule() {
    return new GateRule(
        gate.margin,
        gate.errorMargin,
        gate.minimumDevices,
        gate.maximumDevices,
        gate.minimumHeartbeats,
        gate.minimumSamples,
        gate.looks,
        gate.maximumMissing == null ? MAXIMUM_MISSING : gate.maximumMissing,
        gate.metrics.stream().map(PolicyDocument::metric).toList());
  }

  private AbsoluteLimits limits() {
    return new AbsoluteLimits(
        Durations.parse("absolute.latencyP99", absolute.latencyP99),
        absolute.errorRate,
        absolute.cpu,
        absolute.smokeFailures);
  }

  private static Metric metric(String word) {
    return Metric.of(word)
        .orElseThrow(() ->
            InvalidPolicyException.range(
                "gate.metrics", "'" + word + "'", "latency-p99, latency-mean, error-rate or cpu"));
  }

  private static Stage.Approval approval(String path, @Nullable String word) {
    return switch (word) {
      case null -> Stage.Approval.AUTOMATIC;
      case "automatic" -> Stage.Approval.AUTOMATIC;
      case "manual" -> Stage.Approval.MANUAL;
      default -> throw InvalidPolicyException.range(path, "'" + word + "'", "automatic or manual");
    };
  }

  private static void require(String path, String found, String expected) {
    if (!found.equals(expected)) {
      throw new InvalidPolicyException(
          "GAT-003", path, "it is '" + found + "'", "expected " + expected);
    }
  }

  private static InvalidPolicyException unreadable(String path, String found) {
    return new InvalidPolicyException("GAT-001", path, found, "give a policy in YAML");
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? line(e) : path.toString();
  }

  private static String line(JsonProcessingException e) {
    return e.getLocation() == null ? "the file" : "line " + e.getLocation().getLineNr();
  }

  private static String firstLine(JsonProcessingException e) {
    String text = e.getOriginalMessage();
    return text == null ? "unreadable" : text.lines().findFirst().orElse("unreadable");
  }
}
