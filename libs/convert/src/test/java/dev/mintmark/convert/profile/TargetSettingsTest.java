package dev.mintmark.convert.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.inputs.TargetProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every profile that is shipped is made, or refused with a code: none is only made believe. */
class TargetSettingsTest {
  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "..", "deploy", "targets"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void makesTheModelOfAShippedProfileOrRefusesIt(Path file) throws IOException {
    TargetProfile profile = TargetProfile.parse(Files.readAllBytes(file));

    if (profile.name().startsWith("cpu-")) {
      assertThat(TargetSettings.of(profile).rungs()).isNotEmpty();
    } else {
      assertThat(profile.isUntested()).isTrue();
      assertThatThrownBy(() -> TargetSettings.of(profile))
          .hasMessageContaining(profile.model().toolchain())
          .hasMessageContaining(profile.name())
          .hasMessageContaining("QNT-051");
    }
  }
}
