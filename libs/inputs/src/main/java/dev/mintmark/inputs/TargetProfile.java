package dev.mintmark.inputs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a device class is: the platform, what its system must offer, and how a model is made for it.
 *
 * @param name as releases name it, e.g. {@code cpu-arm64}
 * @param description one line for people
 * @param platform {@code os/architecture}, e.g. {@code linux/arm64}
 * @param requirements what the device's own system must have, in the file's order
 * @param model the form of the model that the device runs
 */
public record TargetProfile(
    String name,
    String description,
    String platform,
    List<Requirement> requirements,
    ModelForm model) {

  /** A profile longer than this many bytes is refused. */
  public static final int MAX_BYTES = 64 << 10;

  private static final String API_VERSION = "mintmark.dev/v1";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*");
  private static final Pattern PLATFORM = Pattern.compile("[a-z0-9]+/[a-z0-9]+(?:/[a-z0-9]+)?");
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+~_-]{0,63}");
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
          .build();

  public TargetProfile {
    check(NAME, "name", name);
    check(PLATFORM, "platform", platform);
    checkLine("description", description);
    requirements = List.copyOf(requirements);
  }

  /** What kind of thing a device's system must have. */
  public enum Kind {
    @JsonProperty("libc")
    LIBC,
    @JsonProperty("kernel")
    KERNEL,
    @JsonProperty("kernel-module")
    KERNEL_MODULE,
    @JsonProperty("firmware")
    FIRMWARE,
    @JsonProperty("driver")
    DRIVER,
    @JsonProperty("sdk")
    SDK,
    @JsonProperty("accelerator")
    ACCELERATOR,
    /** A device node that the container needs, e.g. {@code /dev/hailo0}. */
    @JsonProperty("device-node")
    DEVICE_NODE;

    /** The word in the file, e.g. {@code kernel-module}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One thing that the device's own system must have; it is not part of the release.
   *
   * @param name e.g. {@code glibc}
   * @param minimum lowest version that will do; empty when any does
   */
  public record Requirement(Kind kind, String name, Optional<String> minimum) {
    public Requirement {
      checkLine("the name of a requirement", name);
      minimum.ifPresent(version -> check(VERSION, "minimum of " + name, version));
    }
  }

  /**
   * How the model is made for the target.
   *
   * @param format e.g. {@code onnx}
   * @param quantization e.g. {@code int8}
   * @param toolchain e.g. {@code qdq-java}
   * @param settings the toolchain's own; it refuses what it does not know
   */
  public record ModelForm(
      @JsonProperty(required = true) String format,
      @JsonProperty(required = true) String quantization,
      @JsonProperty(required = true) String toolchain,
      @JsonSetter(nulls = Nulls.SET) @Nullable SortedMap<String, String> settings) {
    public ModelForm {
      check(NAME, "model.format", format);
      check(NAME, "model.quantization", quantization);
      check(NAME, "model.toolchain", toolchain);
      settings = settings == null ? new TreeMap<>() : new TreeMap<>(settings);
      settings.forEach((name, value) -> checkSetting(name, value));
    }

    private static void checkSetting(String name, String value) {
      check(NAME, "a name in model.settings", name);
      checkLine("model.settings." + name, value);
    }

    /** In the order of their names. */
    @Override
    public SortedMap<String, String> settings() {
      return Collections.unmodifiableSortedMap(Objects.requireNonNull(settings));
    }
  }

  /**
   * Reads a profile.
   *
   * @throws IllegalArgumentException for anything but a whole profile; unknown and doubled keys are
   *     refused. The message says what is wrong and where.
   */
  public static TargetProfile parse(byte[] yaml) {
    if (yaml.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "it has " + yaml.length + " bytes, more than " + MAX_BYTES);
    }
    try {
      Document document = YAML.readValue(yaml, Document.class);
      if (document == null) {
        throw new IllegalArgumentException("it says nothing");
      }
      return document.profile();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(place(e) + firstLine(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("it is not YAML: " + e.getMessage(), e);
    }
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "unreadable" : text.lines().findFirst().orElse("unreadable");
  }

  private static void check(Pattern pattern, String what, String value) {
    if (value.length() > 128 || !pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what + " is '" + value + "', expected " + pattern.pattern());
    }
  }

  private static void checkLine(String what, String value) {
    if (value.isBlank() || value.length() > 200 || value.chars().anyMatch(c -> c < 0x20)) {
      throw new IllegalArgumentException(what + " is not one line of 1 to 200 characters");
    }
  }

  /** The file's own shape. */
  private record Document(
      @JsonProperty(required = true) String apiVersion,
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String description,
      @JsonProperty(required = true) String platform,
      @JsonProperty(required = true) List<Need> requires,
      @JsonProperty(required = true) ModelForm model) {

    TargetProfile profile() {
      if (!apiVersion.equals(API_VERSION)) {
        throw new IllegalArgumentException(
            "apiVersion is '" + apiVersion + "', expected " + API_VERSION);
      }
      List<Requirement> requirements = requires.stream().map(Need::requirement).toList();
      return new TargetProfile(name, description, platform, requirements, model);
    }
  }

  private record Need(
      @JsonProperty(required = true) Kind kind,
      @JsonProperty(required = true) String name,
      @JsonSetter(nulls = Nulls.SET) @Nullable String minimum) {
    Requirement requirement() {
      return new Requirement(kind, name, Optional.ofNullable(minimum));
    }
  }
}
