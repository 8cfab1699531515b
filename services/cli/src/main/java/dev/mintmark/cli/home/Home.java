package dev.mintmark.cli.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A stack's folder, as the launcher fills it.
 *
 * @param root absolute; need not be there
 */
public record Home(Path root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** {@code MINTMARK_HOME}, or {@code .mintmark} in the checkout. */
  public static Home find(Map<String, String> environment, Checkout checkout) {
    Path root =
        Optional.ofNullable(environment.get("MINTMARK_HOME"))
            .filter(text -> !text.isEmpty())
            .map(Path::of)
            .orElse(checkout.root().resolve(".mintmark"));
    return new Home(root.toAbsolutePath().normalize());
  }

  /** Public half of the release key. */
  public Path logKey() {
    return root.resolve("keys/log.key");
  }

  /** With which checkpoints of the log are verified. */
  public Path logPublicKey() {
    return root.resolve("keys/log.pub");
  }

  public Path releaseKey() {
    return root.resolve("keys/release.pub");
  }

  /** Public half of the key that attests SBOMs and provenance. */
  public Path evidenceKey() {
    return keys().resolve("evidence.pub");
  }

  /** Public half of the root key, which signs the key set. */
  public Path rootKey() {
    return keys().resolve("root.pub");
  }

  /** Which keys may vouch for what, signed by the root key. */
  public Path keySet() {
    return keys().resolve("keyset.txt");
  }

  /** Private and public keys. */
  public Path keys() {
    return root.resolve("keys");
  }

  /** Which key sets were seen last. */
  public Path seenKeySets() {
    return root.resolve("seen-keysets");
  }

  /** Public half of the key that signs what came of rebuilds. */
  public Path verdictKey() {
    return root.resolve("keys/verdict.pub");
  }

  /** {@code stack.json} as it is now; empty where no stack ever ran. */
  public Optional<JsonNode> state() {
    return read("stack.json");
  }

  /**
   * The token of a role of the stack's own services.
   *
   * @throws CommandException CLI-031 when there is none
   */
  public String token(String role) {
    return read("tokens.json")
        .map(tokens -> tokens.path(role).asText(""))
        .filter(token -> !token.isEmpty())
        .orElseThrow(() ->
            new CommandException(
                Exit.FAILURE,
                "CLI-031",
                "no token for the role %s in %s; `mintmark up` makes them, or give one in"
                        .formatted(role, root.resolve("tokens.json"))
                    + " MINTMARK_TOKEN"));
  }

  /**
   * With what an identity comes to the stack's Kafka.
   *
   * @throws CommandException CLI-038 when there is nothing
   */
  String kafkaPassword(String identity) {
    Path file = root.resolve("data/secrets.properties");
    Properties secrets = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      secrets.load(reader);
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-038",
          "cannot come to Kafka as %s: cannot read %s: %s; it is its owner's alone"
              .formatted(identity, file, e.getMessage()),
          e);
    }
    String password = secrets.getProperty("kafka.identity." + identity + ".password");
    if (password == null) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-038",
          "cannot come to Kafka as %s: no password of it in %s; `mintmark down` and `mintmark up` make it"
              .formatted(identity, file));
    }
    return password;
  }

  private Optional<JsonNode> read(String name) {
    Path file = root.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-032",
          "cannot read %s: %s; `mintmark down` and `mintmark up` write it anew"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
