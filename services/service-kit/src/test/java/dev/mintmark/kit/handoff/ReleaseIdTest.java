package dev.mintmark.kit.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseIdTest {
  @Test
  void readsTheFormItWrites() {
    ReleaseId release = ReleaseId.parse("face-detect:v1.2.3-rc.1");

    assertThat(release)
        .isEqualTo(new ReleaseId("face-detect", "v1.2.3-rc.1"))
        .hasToString("face-detect:v1.2.3-rc.1");
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(
      strings = {
        "face-detect",
        "Face:v1.0.0",
        "face--detect:v1.0.0",
        "-face:v1.0.0",
        "face:1.0.0",
        "face:v1.0",
        "face:v01.0.0",
        "face:v1.0.0-",
        "../x:v1.0.0",
        "face:v1.0.0/..",
        ":v1.0.0",
        "face:",
        "face:latest"
      })
  void refusesEveryOtherForm(String text) {
    assertThatThrownBy(() -> ReleaseId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
