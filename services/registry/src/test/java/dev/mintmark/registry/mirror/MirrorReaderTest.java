package dev.mintmark.registry.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.registry.http.RegistryConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorReaderTest {
  private static final String SECRET = "not-to-be-seen";

  @TempDir Path folder;

  /** A configuration; parts that are not set are null. */
  private record Config(
      URI url,
      Optional<String> prefix,
      Optional<Path> dockerConfig,
      Optional<Path> secretFile,
      Optional<Path> ca,
      boolean plainHttp)
      implements RegistryConfig.Mirror {
    @Override
    public Optional<Set<String>> tokenHosts() {
      return Optional.of(Set.of("tokens.example"));
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(1);
    }
  }

  private static Config config(String url) {
    return new Config(
        URI.create(url),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private Config with(String url, @Nullable String docker, @Nullable String secret)
      throws IOException {
    return new Config(
        URI.create(url),
        Optional.empty(),
        file("config.json", docker),
        file("secret", secret),
        Optional.empty(),
        false);
  }

  private Optional<Path> file(String name, @Nullable String text) throws IOException {
    return text == null
        ? Optional.empty()
        : Optional.of(Files.writeString(folder.resolve(name), text));
  }

  @Test
  void putsThePrefixBeforeTheRepository() {
    Mirror mirror =
        MirrorReader.read(
            "offsite",
            new Config(
                URI.create("https://registry.example"),
                Optional.of("team/mintmark"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false));

    assertThat(mirror.repository(new RepositoryName("vision/face")))
        .isEqualTo(new RepositoryName("team/mintmark/vision/face"));
  }

  @Test
  void takesALoginOfDocker() throws IOException {
    // user:pass
    String docker = "{\"auths\":{\"registry.example:5000\":{\"auth\":\"dXNlcjpwYXNz\"}}}";

    Mirror mirror = MirrorReader.read("a", with("https://registry.example:5000", docker, null));

    assertThat(mirror.credentials()).isEqualTo(Credentials.basic("user", "pass"));
    assertThat(mirror.toString()).doesNotContain("pass");
  }

  @Test
  void takesASecretFile() throws IOException {
    Mirror mirror = MirrorReader.read("a", with("https://registry.example", null, "user:a:b\n"));

    assertThat(mirror.credentials()).isEqualTo(Credentials.basic("user", "a:b"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ftp://registry.example, it is not of the form",
    "https://registry.example/v2/team, it is not of the form",
    "https://user:not-to-be-seen@registry.example, it is not of the form",
    "http://registry.example, is not encrypted",
  })
  void refusesAnAddress(String url, String found) {
    assertRefused("offsite", config(url), found);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"http://127.0.0.1:5000", "http://localhost:5000", "https://registry.example"})
  void takesAnAddress(String url) {
    assertThat(MirrorReader.read("offsite", config(url)).url()).isEqualTo(URI.create(url));
  }

  @Test
  void sendsNoCredentialsInTheClearWhateverIsSaid() throws IOException {
    Config config =
        new Config(
            URI.create("http://registry.example"),
            Optional.empty(),
            Optional.empty(),
            file("secret", "user:" + SECRET),
            Optional.empty(),
            true);

    assertRefused("offsite", config, "in the clear");
  }

  @Test
  void refusesCredentialsThatItCannotUse() throws IOException {
    String url = "https://registry.example";
    assertRefused("a", with(url, "{\"auths\":{}}", "user:" + SECRET), "are set");
    assertRefused("a", with(url, "{\"auths\":{}}", null), "no login for registry.example");
    assertRefused("a", with(url, "{\"credsStore\":\"pass\"}", null), "only a credential helper");
    assertRefused("a", with(url, "{" + SECRET, null), "cannot be read");
    assertRefused("a", with(url, null, SECRET), "is not of that form");
    assertRefused("a", with(url, null, "a:b\n" + SECRET), "is not of that form");
  }

  @Test
  void refusesAFileWithoutCertificates() throws IOException {
    Config config =
        new Config(
            URI.create("https://registry.example"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            file("ca.pem", "no certificate"),
            false);

    assertRefused("offsite", config, "has no certificates");
  }

  @Test
  void refusesANameThatCannotBeAGroups() {
    assertRefused("Off_Site", config("https://registry.example"), "'Off_Site'");
  }

  private static void assertRefused(String name, Config config, String found) {
    assertThatThrownBy(() -> MirrorReader.read(name, config))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(found, "mintmark.registry.mirrors." + name, "(REG-040)")
        .satisfies(e -> {
          for (Throwable at = e; at != null; at = at.getCause()) {
            assertThat(String.valueOf(at.getMessage())).doesNotContain(SECRET);
          }
        });
  }
}
