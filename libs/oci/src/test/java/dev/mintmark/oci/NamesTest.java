package dev.mintmark.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"vision/face-detect", "a", "a/b/c", "a__b", "a---b", "0.1_x"})
  void acceptsARepositoryName(String name) {
    assertThat(new RepositoryName(name)).hasToString(name);
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(
      strings = {
        "",
        "/a",
        "a/",
        "a//b",
        "Vision",
        "a..b",
        "../a",
        "a/../b",
        "a___b",
        "-a",
        "a b",
        "a%2fb",
        "host:5000/a"
      })
  void refusesWhatIsNotARepositoryName(String name) {
    assertThat(RepositoryName.isValid(name)).isFalse();
    assertThatThrownBy(() -> new RepositoryName(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesANameThatIsTooLong() {
    assertThat(RepositoryName.isValid("a".repeat(255))).isTrue();
    assertThat(RepositoryName.isValid("a".repeat(256))).isFalse();
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"", ".hidden", "-x", "a/b", "v1 0", "../x", "sha256:abc"})
  void refusesWhatIsNotATag(String tag) {
    assertThat(Tag.isValid(tag)).isFalse();
    assertThatThrownBy(() -> new Tag(tag)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesTheReferrersTagAsTheSpecificationDoes() {
    assertThat(Tag.ofReferrers(Digest.of(new byte[0])).value())
        .isEqualTo("sha256-e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void readsAPlatformWithAndWithoutVariant() {
    assertThat(Platform.parse("linux/arm64")).isEqualTo(Platform.LINUX_ARM64);
    assertThat(Platform.parse("linux/arm/v7")).isEqualTo(new Platform("linux", "arm", "v7"));
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"linux", "linux/", "/amd64", "linux/amd64/v1/x", "Linux/amd64", "a b/c"})
  void refusesWhatIsNotAPlatform(String text) {
    assertThatThrownBy(() -> Platform.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
