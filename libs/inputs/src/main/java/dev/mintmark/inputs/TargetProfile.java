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
 * @param tested who ran a release on such hardware, and when; {@link #UNTESTED} when nobody did;
 *     empty when the file does not say, as those do not that every build is tested with
 * @param exposure what of the host's devices the container is given, in the file's order
 */
public record TargetProfile(
    String name,
    String description,
    String platform,
    List<Requirement> requirements,
    ModelForm model,
    Optional<String> tested,
    List<Exposure> exposure) {
  /** The word of a profile that nobody has run on its hardware. */
  public static final String UNTESTED = "untested";

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
    tested.ifPresent(who -> checkLine("tested", who));
    exposure = List.copyOf(exposure);
  }

  /** Whether the file says that nobody has run a release on such hardware. */
  public boolean isUntested() {
    return tested.isPresent() && tested.get().equals(UNTESTED);
  }

  /** How a container is given a device. */
  public enum Way {
    /** A device node, e.g. {@code /dev/hailo0}. */
    @JsonProperty("device")
    DEVICE,
    /** Docker's {@code --gpus}, e.g. {@code all}. */
    @JsonProperty("gpus")
    GPUS,
    /** A name of the Container Device Interface, e.g. {@code nvidia.com/gpu=all}. */
    @JsonProperty("cdi")
    CDI;

    /** The word in the file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One device that the container is given.
   *
   * @param value in the words of its way
   */
  public record Exposure(
      @JsonProperty(required = true) Way way, @JsonProperty(required = true) String value) {
    private static final Pattern NODE = Pattern.compile("/dev/[A-Za-z0-9._/-]+");
    private static final Pattern GPUS = Pattern.compile("all|[0-9]{1,3}");
    private static final Pattern DEVICE_NAME =
        Pattern.compile("[a-z0-9][a-z0-9.-]*/[A-Za-z0-9_.-]+=[A-Za-z0-9_.:-]+");

    public Exposure {
      Pattern form =
          switch (way) {
            case DEVICE -> NODE;
            case GPUS -> GPUS;
            case CDI -> DEVICE_NAME;
          };
      check(form, "exposure by " + way.word(), value);
    }
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
   * @param below lowest version that will not do any more; empty for no upper end
   */
  public record Requirement(
      Kind kind, String name, Optional<String> minimum, Optional<String> below) {
    public Requirement {
      checkLine("the name of a requirement", name);
      minimum.ifPresent(version -> check(VERSION, "minimum of " + name, version));
      below.ifPresent(version -> check(VERSION, "below of " + name, version));
    }

    /** Without an upper end. */
    public Requirement(Kind kind, String name, Optional<String> minimum) {
      this(kind, name, minimum, Optional.empty());
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
      @JsonProperty(required = true) ModelForm model,
      @JsonSetter(nulls = Nulls.SET) @Nullable String tested,
      @JsonSetter(nulls = Nulls.SET) @Nullable List<Exposure> exposure) {

    TargetProfile profile() {
      if (!apiVersion.equals(API_VERSION)) {
        throw new IllegalArgumentException(
            "apiVersion is '" + apiVersion + "', expected " + API_VERSION);
      }
      List<Requirement> requirements = requires.stream().map(Need::requirement).toList();
      return new TargetProfile(
          name,
          description,
          platform,
          requirements,
          model,
          Optional.ofNullable(tested),
          exposure == null ? List.of() : exposure);
    }
  }

  private record Need(
      @JsonProperty(required = true) Kind kind,
      @JsonProperty(required = true) String name,
      @JsonSetter(nulls = Nulls.SET) @Nullable String minimum,
      @JsonSetter(nulls = Nulls.SET) @Nullable String below) {
    Requirement requirement() {
      return new Requirement(kind, name, Optional.ofNullable(minimum), Optional.ofNullable(below));
    }
  }
}
