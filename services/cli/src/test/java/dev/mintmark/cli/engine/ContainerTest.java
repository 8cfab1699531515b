package dev.mintmark.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.cli.failure.CommandException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerTest {
  private static final SortedMap<String, List<String>> EXPOSURE =
      new TreeMap<>(
          Map.of(
              "device", List.of("/dev/hailo0"),
              "gpus", List.of("all"),
              "cdi", List.of("vendor.example/npu=0")));

  @Test
  void givesNoMoreRightsThanTheTargetNeeds() {
    assertThat(String.join(" ", container(Optional.empty()).words(EngineKind.DOCKER)))
        .isEqualTo(
            "run --rm --platform linux/arm64 --read-only --tmpfs /tmp --cap-drop ALL"
                + " --security-opt no-new-privileges --tmpfs /sys/devices/system/cpu:ro"
                + " --publish 127.0.0.1:9090:8080"
                + " --publish 127.0.0.1:53:53/udp --device vendor.example/npu=0"
                + " --device /dev/hailo0 --gpus all --volume /models/m:/mintmark/model:ro"
                + " --env MINTMARK_MODEL=/mintmark/model/model.onnx --env A=b"
                + " localhost/app:1 --verbose");
  }

  @Test
  void publishesNoPortOnANamedNetwork() {
    assertThat(container(Optional.of("none")).words(EngineKind.DOCKER))
        .contains("--network", "none")
        .doesNotContain("--publish");
  }

  @Test
  void podmanKnowsGpusByTheirCdiName() {
    assertThat(container(Optional.empty()).words(EngineKind.PODMAN))
        .contains("nvidia.com/gpu=all")
        .doesNotContain("--gpus");
  }

  @Test
  void podmanGetsAsManyGpusAsDockerWould() {
    assertThat(EngineKind.PODMAN.gpus("2"))
        .containsExactly("--device", "nvidia.com/gpu=0", "--device", "nvidia.com/gpu=1");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "usb, 1:2",
    "device, /dev/sda:/dev/x:rwm",
    "device, /etc",
    "gpus, 2000000000",
    "gpus, x",
    "cdi, --privileged"
  })
  void refusesAnExposureThatItDoesNotKnow(String way, String value) {
    Container other =
        new Container(
            "a",
            "linux/arm64",
            false,
            List.of(),
            Map.of(),
            new TreeMap<>(Map.of(way, List.of(value))),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());

    assertThatThrownBy(() -> other.words(EngineKind.PODMAN))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.code()).isEqualTo("CLI-140"));
  }

  @Test
  void aShellTakesWhatIsPrinted() {
    assertThat(Container.shell("docker", List.of("run", "--env", "A=it's b", "image")))
        .isEqualTo("docker run --env 'A=it'\\''s b' image");
  }

  private static Container container(Optional<String> network) {
    return new Container(
        "localhost/app:1",
        "linux/arm64",
        true,
        List.of("8080/tcp", "53/udp"),
        Map.of(8080, 9090),
        EXPOSURE,
        Optional.of(new Container.Model(Path.of("/models/m"), "model.onnx")),
        network,
        List.of("A=b"),
        List.of("--verbose"));
  }
}
