package dev.mintmark.inventory.license;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** SPDX licence expressions (SPDX 3.0, annex "License expressions"). */
public final class Spdx {
  /** Nothing is known of it that a program could say. */
  public static final String UNKNOWN = "NOASSERTION";

  private static final int MAX_LENGTH = 4096;
  private static final Pattern EXCEPTION =
      Pattern.compile("[A-Za-z0-9.+-]*[Ee]xception[A-Za-z0-9.+-]*");
  private static final Pattern REFERENCE = Pattern.compile("LicenseRef-[A-Za-z0-9.-]+");
  private static final Map<String, String> IDS = ids();

  private Spdx() {}

  private static Map<String, String> ids() {
    try (InputStream in = Objects.requireNonNull(Spdx.class.getResourceAsStream("spdx-ids.txt"))) {
      Map<String, String> ids = new HashMap<>();
      new String(in.readAllBytes(), UTF_8)
          .lines()
          .forEach(id -> ids.put(id.toLowerCase(Locale.ROOT), id));
      return Map.copyOf(ids);
    } catch (IOException e) {
      throw new UncheckedIOException("it is on the class path", e);
    }
  }

  /** The identifier, spelled as the list has it. */
  public static Optional<String> id(String text) {
    return Optional.ofNullable(IDS.get(text.toLowerCase(Locale.ROOT)));
  }

  /** The expression with identifiers as the list spells them; empty for anything that is none. */
  public static Optional<String> expression(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return new Parser(trimmed.replace("(", " ( ").replace(")", " ) ").strip().split("\\s+")).all();
  }

  private static final class Parser {
    private static final int MAX_DEPTH = 50;

    private final String[] tokens;
    private final StringBuilder out = new StringBuilder();
    private int at;

    Parser(String[] tokens) {
      this.tokens = tokens;
    }

    Optional<String> all() {
      return terms(0) && at == tokens.length ? Optional.of(out.toString()) : Optional.empty();
    }

    private boolean terms(int depth) {
      if (depth > MAX_DEPTH || !term(depth)) {
        return false;
      }
      while (at < tokens.length && isOperator(tokens[at])) {
        out.append(' ').append(tokens[at++]).append(' ');
        if (!term(depth)) {
          return false;
        }
      }
      return true;
    }

    private static boolean isOperator(String token) {
      return token.equals("AND") || token.equals("OR");
    }

    private boolean term(int depth) {
      if (at >= tokens.length) {
        return false;
      }
      if (tokens[at].equals("(")) {
        at++;
        out.append('(');
        boolean sound = terms(depth + 1) && at < tokens.length && tokens[at].equals(")");
        at++;
        out.append(')');
        return sound;
      }
      return license(tokens[at++]) && exception();
    }

    private boolean license(String token) {
      boolean later = token.endsWith("+");
      String bare = later ? token.substring(0, token.length() - 1) : token;
      Optional<String> known = id(token).or(() -> id(bare).map(id -> later ? id + "+" : id));
      if (known.isEmpty() && !REFERENCE.matcher(token).matches()) {
        return false;
      }
      out.append(known.orElse(token));
      return true;
    }

    private boolean exception() {
      if (at >= tokens.length || !tokens[at].equals("WITH")) {
        return true;
      }
      at++;
      if (at >= tokens.length || !EXCEPTION.matcher(tokens[at]).matches()) {
        return false;
      }
      out.append(" WITH ").append(tokens[at++]);
      return true;
    }
  }
}
