package dev.mintmark.vendor.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.StrictJson;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.DockerLogins;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials that `docker login` keeps: {@code $DOCKER_CONFIG/config.json}, or {@code
 * ~/.docker/config.json}, and the credential helpers that it names. Those of the named host are
 * read, and no others.
 *
 * @param file need not be there
 */
public record DockerConfig(Path file, Map<String, String> environment) {
  private static final int MAX_BYTES = 1 << 20;

  public DockerConfig {
    environment = Map.copyOf(environment);
  }

  /** Where the environment's Docker keeps it. */
  public static DockerConfig of(Map<String, String> environment) {
    String folder =
        environment.getOrDefault(
            "DOCKER_CONFIG", environment.getOrDefault("HOME", "/nonexistent") + "/.docker");
    return new DockerConfig(Path.of(folder).resolve("config.json"), environment);
  }

  /**
   * For a host, with its port where it has one.
   *
   * @throws VendorException (VND-031) for a file or an answer that cannot be understood
   */
  public Credentials find(String host) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Credentials.anonymous();
    }
    try {
      DockerLogins logins = DockerLogins.read(file);
      Optional<Credentials> kept = logins.basic(host);
      if (kept.isPresent()) {
        return kept.get();
      }
      Optional<String> helper = logins.helper(host);
      return helper.isEmpty() ? Credentials.anonymous() : ask(helper.get(), host);
    } catch (IllegalArgumentException e) {
      throw unreadable(host, String.valueOf(e.getMessage()), e);
    }
  }

  /** The protocol of docker-credential-helpers: the server on standard input, JSON back. */
  private Credentials ask(String helper, String host) throws IOException {
    if (!helper.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw new IllegalArgumentException("its credential helper has no plain name");
    }
    Client client =
        new Client("docker-credential-" + helper, "it is named in " + file, environment);
    String server = host.equals("docker.io") ? DockerLogins.DOCKER_KEY : host;
    Client.Ended ended = client.run(Path.of("/"), List.of("get"), server);
    if (ended.exit() != 0) {
      // As the helpers say that they know nobody.
      if (ended.output().contains("credentials not found")) {
        return Credentials.anonymous();
      }
      throw unreadable(host, client.program() + " ended with code " + ended.exit(), null);
    }
    ObjectNode answer;
    try {
      answer = new StrictJson(MAX_BYTES, 8).read(ended.output().getBytes(UTF_8));
    } catch (IllegalArgumentException e) {
      // Neither its words nor its cause: they may be the secret.
      throw unreadable(host, client.program() + " gave no JSON that can be read", null);
    }
    String user = answer.path("Username").asText("");
    if (user.isEmpty() || user.equals("<token>")) {
      throw unreadable(
          host, client.program() + " has an identity token, which is not spoken", null);
    }
    return Credentials.basic(user, answer.path("Secret").asText(""));
  }

  private VendorException unreadable(
      String host, String found, @org.jspecify.annotations.Nullable Throwable cause) {
    return new VendorException(
        VendorCode.CREDENTIALS,
        "from " + host,
        "the credentials in " + file + " cannot be used: " + found,
        "log in again, or take the host's entry out to pull without a name",
        cause);
  }
}
