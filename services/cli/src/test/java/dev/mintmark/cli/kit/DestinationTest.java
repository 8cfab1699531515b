package dev.mintmark.cli.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
  @TempDir Path folder;

  @Test
  void readsLoginsThatDockerLeft() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\": {\"127.0.0.1:5000\": {\"auth\": \"bWU6c2VjcmV0\"}, \"bad\": {\"auth\": \"x\"}}}");
    Map<String, String> environment = Map.of("DOCKER_CONFIG", folder.toString());

    assertThat(Logins.stored(environment, Destination.parse("127.0.0.1:5000").registry()))
        .isEqualTo(Credentials.basic("me", "secret"));
    assertThat(Logins.stored(environment, Destination.parse("127.0.0.1").registry()))
        .isEqualTo(Credentials.anonymous());
    CommandException refused =
        refusal(() -> Logins.stored(environment, Destination.parse("bad").registry()));
    assertThat(refused.code()).isEqualTo("CLI-128");
    assertThat(refusal(() -> Logins.parse("me")).code()).isEqualTo("CLI-128");
  }

  static Stream<Arguments> destinations() {
    return Stream.of(
        Arguments.of("127.0.0.1:5000", "http://127.0.0.1:5000", ""),
        Arguments.of("localhost/a/b", "http://localhost", "a/b"),
        Arguments.of("[::1]:5000/a", "http://[::1]:5000", "a"),
        Arguments.of("r.example.com/a", "https://r.example.com", "a"),
        Arguments.of("http://r.example.com:80/a/", "http://r.example.com:80", "a"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("destinations")
  void readsDestinations(String text, String uri, String repository) {
    Destination destination = Destination.parse(text);

    assertThat(destination.registry()).hasToString(uri);
    assertThat(destination.repository().map(RepositoryName::value).orElse(""))
        .isEqualTo(repository);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "/a", "host/A", "host/a:tag", "ftp://host", "me@host", "host:x/a"})
  void refusesWhatIsNoDestination(String text) {
    assertThat(refusal(() -> Destination.parse(text)).code()).isEqualTo("CLI-127");
  }

  private static CommandException refusal(ThrowingCallable work) {
    return catchThrowableOfType(CommandException.class, work);
  }
}
