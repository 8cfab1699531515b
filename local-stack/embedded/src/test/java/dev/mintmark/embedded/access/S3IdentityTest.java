package dev.mintmark.embedded.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3IdentityTest {
  private static final S3Identity READER =
      new S3Identity(
          "mintmark-reader",
          List.of(S3Grant.of("sha256/", S3Verb.GET), S3Grant.of("claims/", S3Verb.LIST)));

  @Test
  void mayDoWhatIsGrantedUnderItsPrefixOnly() {
    assertThat(READER.may(S3Verb.GET, "sha256/ab/cd")).isTrue();
    assertThat(READER.may(S3Verb.PUT, "sha256/ab/cd")).isFalse();
    assertThat(READER.may(S3Verb.GET, "claims/a")).isFalse();
    assertThat(READER.mayList("claims/")).isTrue();
    assertThat(READER.mayList("claims/face-")).isTrue();
    assertThat(READER.mayList("sha256/")).isFalse();
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "",
        "sha256",
        "sha25",
        "/sha256/a",
        "sha256/../claims/a",
        "sha256/a/..",
        "sha256/./a",
        "sha256/.",
        "sha256//a",
        "sha256/a/",
        "sha256/\0"
      })
  void refusesAKeyThatAFileSystemCouldTakeForAnother(String key) {
    assertThat(READER.may(S3Verb.GET, key)).isFalse();
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "",
        "claims",
        "claims/..",
        "claims/../sha256/",
        "claims//",
        "/claims/",
        "claims/."
      })
  void refusesToListAPrefixThatIsNotItsOwn(String prefix) {
    assertThat(READER.mayList(prefix)).isFalse();
  }

  @Test
  void takesDotsInNamesForWhatTheyAre() {
    assertThat(READER.may(S3Verb.GET, "sha256/v1.0.0")).isTrue();
    assertThat(READER.may(S3Verb.GET, "sha256/...")).isTrue();
  }

  @Test
  void refusesAPrefixThatDoesNotEndAtASlash() {
    assertThatThrownBy(() -> S3Grant.all("rebuild")).hasMessageContaining("'rebuild'");
    assertThatThrownBy(() -> S3Grant.all("")).hasMessageContaining("''");
    assertThatThrownBy(() -> S3Grant.all("../")).hasMessageContaining("'../'");
  }
}
