package dev.mintmark.launcher.toolchain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolchainTest {
  private static final Digest SOME = Digest.of(new byte[0]);
  private static final Toolchain TOOLCHAIN =
      new Toolchain("sbom", "0.1.0", SOME, new Toolchain.Java("25.0.3", "Eclipse Adoptium", SOME));

  @Test
  void hasOneFormThatIsReadBack() {
    assertThat(new String(TOOLCHAIN.document(), UTF_8))
        .isEqualTo(
            ("{\"step\":\"sbom\",\"version\":\"0.1.0\",\"distribution\":\"%s\",\"jdk\":{"
                    + "\"version\":\"25.0.3\",\"vendor\":\"Eclipse Adoptium\",\"modules\":\"%s\"}}")
                .formatted(SOME, SOME));
    assertThat(Toolchain.parse(TOOLCHAIN.document())).isEqualTo(TOOLCHAIN);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "{}", "[]", "{\"step\":\"sbom\"}"})
  void refusesWhatIsNoDocument(String text) {
    assertThatThrownBy(() -> Toolchain.parse(text.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnotherFormOfTheSame() {
    String spaced = new String(TOOLCHAIN.document(), UTF_8).replace(",", ", ");

    assertThatThrownBy(() -> Toolchain.parse(spaced.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
