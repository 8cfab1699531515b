package dev.mintmark.vendor.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.StrictJson;
import dev.mintmark.json.UnreadableJsonException;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The credentials that `docker login` keeps: {@code $DOCKER_CONFIG/config.json}, or {@code
 * ~/.docker/config.json}, and the credential helpers that it names. Those of the named host are
 * read, and no others.
 *
 * @param file need not be there
 */
public record DockerConfig(Path file, Map<String, String> environment) {
  private static final int MAX_BYTES = 1 << 20;
  private static final String DOCKER_KEY = "https://index.docker.io/v1/";

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
    ObjectNode config;
    try {
      config = new StrictJson(MAX_BYTES, 32).read(Files.readAllBytes(file));
    } catch (UnreadableJsonException e) {
      // The cause's words may be the file's, so they are not shown.
      throw unreadable(host, "it is no JSON that can be read", null);
    }
    try {
      String helper =
          config.path("credHelpers").path(host).asText(config.path("credsStore").asText(""));
      for (String key : keys(host)) {
        JsonNode entry = config.path("auths").path(key);
        if (entry.hasNonNull("auth")) {
          return basic(new String(Base64.getDecoder().decode(entry.get("auth").asText()), UTF_8));
        }
      }
      return helper.isEmpty() ? Credentials.anonymous() : ask(helper, host);
    } catch (IllegalArgumentException e) {
      throw unreadable(host, String.valueOf(e.getMessage()), e);
    }
  }

  private static List<String> keys(String host) {
    List<String> keys = new ArrayList<>(List.of(host, "https://" + host));
    if (host.equals("docker.io")) {
      keys.add(DOCKER_KEY);
    }
    return keys;
  }

  private static Credentials basic(String pair) {
    int colon = pair.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("its auth is not base64 of user:password");
    }
    return Credentials.basic(pair.substring(0, colon), pair.substring(colon + 1));
  }

  /** The protocol of docker-credential-helpers: the server on standard input, JSON back. */
  private Credentials ask(String helper, String host) throws IOException {
    if (!helper.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw new IllegalArgumentException("its credential helper has no plain name");
    }
    Client client =
        new Client("docker-credential-" + helper, "it is named in " + file, environment);
    String server = host.equals("docker.io") ? DOCKER_KEY : host;
    Client.Ended ended = client.run(Path.of("/"), List.of("get"), server);
    if (ended.exit() != 0) {
      // As the helpers say that they know nobody.
      if (ended.output().contains("credentials not found")) {
        return Credentials.anonymous();
      }
      throw unreadable(host, client.program() + " ended with code " + ended.exit(), null);
    }
    ObjectNode answer = new StrictJson(MAX_BYTES, 8).read(ended.output().getBytes(UTF_8));
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
