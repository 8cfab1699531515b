package dev.mintmark.registry.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tokens of this registry, from a JSON object: name to {@code {"token": …, "allow":
 * [{"repositories": […], "actions": […]}]}}. Nothing but what is allowed may be done.
 */
public final class RegistryTokens {
  private static final int SHORTEST = 16;

  private record Entry(byte[] token, Grant grant) {}

  private final List<Entry> entries;

  private RegistryTokens(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  public static RegistryTokens none() {
    return new RegistryTokens(List.of());
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException (REG-030) for a file of another form
   */
  public static RegistryTokens read(Path file) {
    try {
      return read(new ObjectMapper().readTree(Files.readAllBytes(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot use the registry's tokens in "
              + file
              + ": "
              + (e instanceof IOException ? "it cannot be read as JSON" : e.getMessage())
              + " (REG-030)",
          // A parser's message would quote the file.
          e instanceof IOException ? null : e);
    }
  }

  static RegistryTokens read(JsonNode root) {
    List<Entry> entries = new ArrayList<>();
    if (!root.isObject()) {
      throw new IllegalArgumentException("it is not an object");
    }
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      String name = field.getKey();
      String token = field.getValue().path("token").asText();
      if (token.length() < SHORTEST) {
        throw new IllegalArgumentException(
            "the token of " + name + " is shorter than " + SHORTEST + " characters");
      }
      List<Grant.Rule> rules = new ArrayList<>();
      field.getValue().path("allow").forEach(rule -> rules.add(rule(name, rule)));
      if (rules.isEmpty()) {
        throw new IllegalArgumentException(name + " is allowed nothing");
      }
      entries.add(new Entry(token.getBytes(UTF_8), new Grant(name, rules)));
    }
    return new RegistryTokens(entries);
  }

  private static Grant.Rule rule(String name, JsonNode rule) {
    List<RepositoryPattern> patterns = new ArrayList<>();
    rule.path("repositories").forEach(p -> patterns.add(new RepositoryPattern(p.asText())));
    Set<Action> actions = EnumSet.noneOf(Action.class);
    rule.path("actions").forEach(word -> actions.add(Action.read(word.asText())));
    if (patterns.isEmpty() || actions.isEmpty()) {
      throw new IllegalArgumentException("a rule of " + name + " has no repositories or actions");
    }
    return new Grant.Rule(patterns, actions);
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** What a secret allows; empty when it is none of these. Compares all, in constant time. */
  public Optional<Grant> grant(String secret) {
    byte[] given = secret.getBytes(UTF_8);
    Grant found = null;
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.token(), given)) {
        found = entry.grant();
      }
    }
    return Optional.ofNullable(found);
  }
}
