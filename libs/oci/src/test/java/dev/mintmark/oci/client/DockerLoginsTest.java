package dev.mintmark.oci.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerLoginsTest {
  // a:b
  private static final String LOGIN = "{\"auth\": \"YTpi\"}";

  @TempDir Path folder;

  private DockerLogins logins(String text) throws IOException {
    return DockerLogins.read(Files.writeString(folder.resolve("config.json"), text));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"registry.example", "https://registry.example"})
  void findsAHostsLogin(String key) throws IOException {
    DockerLogins logins = logins("{\"auths\": {\"" + key + "\": " + LOGIN + "}}");

    assertThat(logins.basic("registry.example")).contains(Credentials.basic("a", "b"));
    assertThat(logins.basic("registry.example:5000")).isEmpty();
  }

  @Test
  void findsDockersOwnUnderTheNameThatDockerGivesIt() throws IOException {
    DockerLogins logins =
        logins("{\"auths\": {\"" + DockerLogins.DOCKER_KEY + "\": " + LOGIN + "}}");

    assertThat(logins.basic("docker.io")).contains(Credentials.basic("a", "b"));
    assertThat(logins.basic("registry.example")).isEmpty();
  }

  @Test
  void namesTheHelperOfAHostBeforeThatOfAll() throws IOException {
    DockerLogins logins = logins("{\"credsStore\": \"all\", \"credHelpers\": {\"one\": \"mine\"}}");

    assertThat(logins.helper("one")).contains("mine");
    assertThat(logins.helper("two")).contains("all");
  }

  @Test
  void showsNothingOfAFileThatItCannotRead() {
    assertThatThrownBy(() -> logins("{\"auths\": s3cret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("s3cret");
  }
}
