package dev.mintmark.oci.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.StrictJson;
import dev.mintmark.json.UnreadableJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What {@code docker login} writes into its {@code config.json}. */
public final class DockerLogins {
  /** What Docker Hub's entry is called. */
  public static final String DOCKER_KEY = "https://index.docker.io/v1/";

  private static final int MAX_BYTES = 1 << 20;

  private final ObjectNode config;

  private DockerLogins(ObjectNode config) {
    this.config = config;
  }

  /**
   * @throws IllegalArgumentException when it is no JSON that can be read; says nothing of what is
   *     in it
   */
  public static DockerLogins read(Path file) throws IOException {
    try {
      return new DockerLogins(new StrictJson(MAX_BYTES, 32).read(Files.readAllBytes(file)));
    } catch (UnreadableJsonException e) {
      // Not the cause: its words may be the file's.
      throw new IllegalArgumentException("it is no JSON that can be read");
    }
  }

  /**
   * The user and password kept for a host.
   *
   * @param host with its port where it has one
   * @throws IllegalArgumentException when they cannot be understood
   */
  public Optional<Credentials> basic(String host) {
    for (String key : keys(host)) {
      JsonNode entry = config.path("auths").path(key);
      if (entry.hasNonNull("auth")) {
        String pair = new String(Base64.getDecoder().decode(entry.get("auth").asText()), UTF_8);
        return Optional.of(basicOf(pair));
      }
    }
    return Optional.empty();
  }

  /** The name of the program that keeps the host's; empty where none is named. */
  public Optional<String> helper(String host) {
    String store = config.path("credsStore").asText("");
    String helper = config.path("credHelpers").path(host).asText(store);
    return helper.isEmpty() ? Optional.empty() : Optional.of(helper);
  }

  private static List<String> keys(String host) {
    List<String> keys = new ArrayList<>(List.of(host, "https://" + host));
    if (host.equals("docker.io")) {
      keys.add(DOCKER_KEY);
    }
    return keys;
  }

  private static Credentials basicOf(String pair) {
    int colon = pair.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("its auth is not base64 of user:password");
    }
    return Credentials.basic(pair.substring(0, colon), pair.substring(colon + 1));
  }
}
