package dev.mintmark.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "face-detect:v1.0.0, , face-detect:v1.0.0, true",
    "vision/face-detect:v1.0.0, , vision/face-detect:v1.0.0, false",
    "127.0.0.1:5000/vision/face-detect:v1, http://127.0.0.1:5000, vision/face-detect:v1, false",
    "localhost/face:v1, http://localhost, face:v1, false",
    "r.example.com/vision/face:v1, https://r.example.com, vision/face:v1, false",
    "10.0.0.7:5000/face:v1, https://10.0.0.7:5000, face:v1, false"
  })
  void readsHostRepositoryAndTag(String text, URI registry, String rest, boolean isReleaseName) {
    ImageReference reference = ImageReference.parse(text);
    assertThat(reference.registry().orElse(null)).isEqualTo(registry);
    assertThat(reference).hasToString(rest);
    assertThat(reference.isReleaseName()).isEqualTo(isReleaseName);
  }

  @Test
  void readsADigest() {
    assertThat(ImageReference.parse("vision/face@" + DIGEST).digest().orElseThrow())
        .hasToString(DIGEST);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "face-detect",
        "vision/face@sha256:12",
        "Vision/face:v1",
        "vision/face:v1@sha256:12",
        "vision//face:v1",
        ":v1",
        "face:",
        "face:a b"
      })
  void refusesWhatNamesNoRelease(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
