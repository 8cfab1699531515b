package dev.mintmark.registry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.oci.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTokensTest {
  @TempDir Path folder;

  private static RegistryTokens read(String json) throws JsonProcessingException {
    return RegistryTokens.read(new ObjectMapper().readTree(json.replace('\'', '"')));
  }

  @Test
  void knowsWhatEachTokenAllows() throws JsonProcessingException {
    RegistryTokens tokens =
        read(
            "{'mirror': {'token': 'mirror-token-0000', 'allow': ["
                + "{'repositories': ['mirror/**', 'base'], 'actions': ['pull', 'push']},"
                + "{'repositories': ['mirror/old'], 'actions': ['delete']}]},"
                + "'other': {'token': 'other-token-00000', 'allow': ["
                + "{'repositories': ['*'], 'actions': ['pull']}]}}");
    Grant mirror = tokens.grant("mirror-token-0000").orElseThrow();

    assertThat(mirror.name()).isEqualTo("mirror");
    assertThat(mirror.allows(Action.PUSH, new RepositoryName("mirror/a/b"))).isTrue();
    assertThat(mirror.allows(Action.PUSH, new RepositoryName("base"))).isTrue();
    assertThat(mirror.allows(Action.PUSH, new RepositoryName("mirror"))).isFalse();
    assertThat(mirror.allows(Action.DELETE, new RepositoryName("mirror/a"))).isFalse();
    assertThat(mirror.allows(Action.DELETE, new RepositoryName("mirror/old"))).isTrue();
    assertThat(tokens.grant("other-token-00000").orElseThrow().name()).isEqualTo("other");
    assertThat(tokens.grant("mirror-token-000")).isEmpty();
    assertThat(tokens.grant("")).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "**, a, true",
    "**, a/b/c, true",
    "*, a, true",
    "*, a/b, false",
    "a/*, a/b, true",
    "a/*, a/b/c, false",
    "a/*/c, a/b/c, true",
    "a/**, a/b/c, true",
    "a/**, ab/c, false",
    "a.b, axb, false",
    "a.b, a.b, true"
  })
  void matchesRepositories(String pattern, String repository, boolean matches) {
    assertThat(new RepositoryPattern(pattern).matches(new RepositoryName(repository)))
        .isEqualTo(matches);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "/", "a/", "A", "**/a", "a*", "a/***", ".*"})
  void refusesWhatIsNoPattern(String pattern) {
    assertThatThrownBy(() -> new RepositoryPattern(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + pattern + "'");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "[]",
        "{'a': {'token': 'short', 'allow': [{'repositories': ['*'], 'actions': ['pull']}]}}",
        "{'a': {'allow': [{'repositories': ['*'], 'actions': ['pull']}]}}",
        "{'a': {'token': 'long-enough-token-0'}}",
        "{'a': {'token': 'long-enough-token-0', 'allow': [{'actions': ['pull']}]}}",
        "{'a': {'token': 'long-enough-token-0', 'allow': [{'repositories': ['*']}]}}",
        "{'a': {'token': 'long-enough-token-0', 'allow': [{'repositories': ['*'], 'actions': ['all']}]}}",
        "{'a': {'token': 'long-enough-token-0', 'allow': [{'repositories': ['A'], 'actions': ['pull']}]}}",
        "not json long-enough-token-0"
      })
  void refusesAFileOfAnotherFormWithoutShowingATokenOfIt(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("tokens.json"), json.replace('\'', '"'));

    assertThatThrownBy(() -> RegistryTokens.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("REG-030")
        .hasMessageNotContaining("long-enough-token-0");
  }
}
