package dev.mintmark.inputs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mintmark.inputs.TargetProfile.Exposure;
import dev.mintmark.inputs.TargetProfile.Kind;
import dev.mintmark.inputs.TargetProfile.ModelForm;
import dev.mintmark.inputs.TargetProfile.Requirement;
import dev.mintmark.inputs.TargetProfile.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TargetProfileTest {
  private static final String GOOD =
      """
      apiVersion: mintmark.dev/v1
      name: cpu-arm64
      description: A 64-bit Arm Linux board
      platform: linux/arm64
      requires:
        - {kind: libc, name: glibc, minimum: "2.28"}
        - {kind: kernel-module, name: hailo_pci}
      model: {format: onnx, quantization: int8, toolchain: qdq-java}
      """;

  @Test
  void readsAProfile() {
    assertThat(parse(GOOD))
        .returns("cpu-arm64", TargetProfile::name)
        .returns("linux/arm64", TargetProfile::platform)
        .returns(
            new ModelForm("onnx", "int8", "qdq-java", new java.util.TreeMap<>()),
            TargetProfile::model)
        .extracting(TargetProfile::requirements)
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactly(
            new Requirement(Kind.LIBC, "glibc", Optional.of("2.28")),
            new Requirement(Kind.KERNEL_MODULE, "hailo_pci", Optional.empty()));
  }

  @Test
  void readsAProfileOfHardwareThatNobodyHas() {
    TargetProfile profile =
        parse(
            GOOD.replace("name: hailo_pci", "name: hailo_pci, minimum: 4.20.0, below: 4.20.1")
                + """
                tested: untested
                exposure:
                  - {way: device, value: /dev/hailo0}
                  - {way: gpus, value: all}
                  - {way: cdi, value: "nvidia.com/gpu=all"}
                """);

    assertThat(profile.isUntested()).isTrue();
    assertThat(profile.exposure())
        .containsExactly(
            new Exposure(Way.DEVICE, "/dev/hailo0"),
            new Exposure(Way.GPUS, "all"),
            new Exposure(Way.CDI, "nvidia.com/gpu=all"));
    assertThat(profile.requirements().get(1).below()).contains("4.20.1");
    assertThat(parse(GOOD).isUntested()).isFalse();
    assertThat(parse(GOOD + "tested: A. Person, 2026-11-30\n").tested())
        .contains("A. Person, 2026-11-30");
  }

  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "..", "deploy", "targets"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void readsTheProfilesThatAreShipped(Path file) throws Exception {
    TargetProfile profile = TargetProfile.parse(Files.readAllBytes(file));

    assertThat(file).hasFileName(profile.name() + ".yaml");
    // What runs in every build needs no word; all else says who ran it, or that nobody did.
    assertThat(profile.tested().isEmpty()).isEqualTo(profile.name().startsWith("cpu-"));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments("empty", "", "end-of-input"),
        arguments(
            "a device of no form", GOOD + "exposure: [{way: device, value: hailo0}]", "hailo0"),
        arguments("a way that is none", GOOD + "exposure: [{way: usb, value: x}]", "usb"),
        arguments("an empty word", GOOD + "tested: ''", "tested"),
        arguments("null", "~", "says nothing"),
        arguments("not YAML", "a: [", ""),
        arguments("a list", "- a", ""),
        arguments("unknown key", GOOD + "colour: red\n", "colour"),
        arguments("doubled key", GOOD + "name: other\n", "name"),
        arguments("second document", GOOD + "---\nname: x\n", ""),
        arguments("no name", GOOD.replaceAll("name: cpu.*\n", ""), "name"),
        arguments("null name", GOOD.replace("name: cpu-arm64", "name: null"), "name"),
        arguments("blank description", GOOD.replaceAll("A 64.*", "''"), "description"),
        arguments("bad name", GOOD.replace("name: cpu-arm64", "name: ../cpu"), "../cpu"),
        arguments("bad platform", GOOD.replace("linux/arm64", "linux"), "platform"),
        arguments("other version", GOOD.replace("dev/v1", "dev/v2"), "mintmark.dev/v1"),
        arguments("unknown kind", GOOD.replace("kind: libc", "kind: colour"), "colour"),
        arguments("null requirement", GOOD.replaceAll("- .kind: libc.*", "- null"), ""),
        arguments("bad minimum", GOOD.replace("\"2.28\"", "\">= 2\""), ">= 2"),
        arguments("no model", GOOD.replaceAll("model:.*\n", ""), "model"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void refusesAnythingButAWholeProfile(String name, String yaml, String shown) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(shown);
  }

  @Test
  void refusesAHugeFile() {
    assertThatThrownBy(() -> TargetProfile.parse(new byte[TargetProfile.MAX_BYTES + 1]))
        .hasMessageContaining("more than");
  }

  private static TargetProfile parse(String yaml) {
    return TargetProfile.parse(yaml.getBytes(UTF_8));
  }
}
