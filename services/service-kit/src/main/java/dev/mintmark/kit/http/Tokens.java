package dev.mintmark.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The secrets of the roles: {@code ci}, {@code operator}, {@code viewer}, {@code device}. */
final class Tokens {
  private static final int SHORTEST = 16;
  private final Map<String, String> byRole;

  Tokens(Map<String, String> byRole) {
    byRole.forEach((role, token) -> {
      if (token.length() < SHORTEST) {
        throw new IllegalArgumentException(
            "the token of role " + role + " is shorter than " + SHORTEST + " characters (KIT-031)");
      }
    });
    this.byRole = new TreeMap<>(byRole);
  }

  static Tokens read(Path file) {
    try {
      return new Tokens(
          new ObjectMapper().readValue(Files.readAllBytes(file), new TypeReference<>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the tokens in " + file + " (KIT-032)", e);
    }
  }

  /** The role of a secret; compares in constant time. */
  Optional<String> roleOf(String secret) {
    byte[] given = secret.getBytes(UTF_8);
    String found = null;
    for (Map.Entry<String, String> entry : byRole.entrySet()) {
      if (MessageDigest.isEqual(entry.getValue().getBytes(UTF_8), given)) {
        found = entry.getKey();
      }
    }
    return Optional.ofNullable(found);
  }
}
