package dev.mintmark.cli.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.oci.client.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who comes to a registry: as a person says, or as {@code docker login} left it. */
public final class Logins {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 1 << 20;

  private Logins() {}

  /**
   * {@code USER:PASSWORD}.
   *
   * @throws CommandException CLI-128 for any other form
   */
  public static Credentials parse(String text) {
    return pair(text)
        .orElseThrow(() ->
            new CommandException(
                Exit.USAGE, "CLI-128", "cannot use --dest-creds: it is not USER:PASSWORD"));
  }

  /**
   * What {@code config.json} in {@code DOCKER_CONFIG} or {@code ~/.docker} has for exactly this
   * registry; nobody where it has nothing. Programs that keep credentials are not asked.
   *
   * @throws CommandException CLI-128 when the file has another form
   */
  public static Credentials stored(Map<String, String> environment, URI registry) {
    String folder =
        environment.getOrDefault(
            "DOCKER_CONFIG", environment.getOrDefault("HOME", "") + "/.docker");
    Path file = Path.of(folder, "config.json");
    if (!Files.isRegularFile(file)) {
      return Credentials.anonymous();
    }
    JsonNode entry = read(file).path("auths").path(registry.getAuthority()).path("auth");
    if (entry.isMissingNode()) {
      return Credentials.anonymous();
    }
    return decoded(entry.asText())
        .orElseThrow(() -> malformed(file, "auth of " + registry.getAuthority(), null));
  }

  private static JsonNode read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw malformed(file, "more than " + MAX_BYTES + " bytes", null);
      }
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw malformed(file, "no JSON that can be read", e);
    }
  }

  private static Optional<Credentials> decoded(String base64) {
    try {
      return pair(new String(Base64.getDecoder().decode(base64), UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Credentials> pair(String text) {
    int colon = text.indexOf(':');
    return colon < 1
        ? Optional.empty()
        : Optional.of(Credentials.basic(text.substring(0, colon), text.substring(colon + 1)));
  }

  /** The cause's words may be the file's, so they are not shown. */
  private static CommandException malformed(Path file, String what, @Nullable IOException cause) {
    String message =
        "cannot use the logins in %s: %s; log in again, or give --dest-creds".formatted(file, what);
    return cause == null
        ? new CommandException(Exit.USAGE, "CLI-128", message)
        : new CommandException(Exit.USAGE, "CLI-128", message, cause);
  }
}
