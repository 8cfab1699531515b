package dev.mintmark.ingest.request;

import dev.mintmark.kit.refusal.Refusal;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * SPDX licence expressions (SPDX specification 2.3, annex D): their grammar, not the list of
 * licences, which grows without us. {@code NOASSERTION} says that nobody knows.
 */
final class Licenses {
  private static final int MAX_LENGTH = 500;
  private static final int MAX_DEPTH = 16;
  private static final Pattern TOKEN =
      Pattern.compile("[()]|(?:DocumentRef-[A-Za-z0-9.-]+:)?[A-Za-z0-9.-]+\\+?");

  private final Iterator<String> tokens;
  private String token = "";

  private Licenses(List<String> tokens) {
    this.tokens = tokens.iterator();
    next();
  }

  static Stream<Refusal> unlessExpression(String text, String subject) {
    return Fault.unless(
        isExpression(text),
        Codes.LICENSE,
        subject,
        "found " + Shown.of(text),
        "use an SPDX licence expression, e.g. Apache-2.0, or NOASSERTION where nobody knows");
  }

  static boolean isExpression(String text) {
    String expression = text.strip();
    if (expression.isEmpty() || expression.length() > MAX_LENGTH) {
      return false;
    }
    List<String> tokens = TOKEN.matcher(expression).results().map(MatchResult::group).toList();
    if (!TOKEN.matcher(expression).replaceAll("").isBlank()) {
      return false;
    }
    Licenses licenses = new Licenses(tokens);
    return licenses.compound(0) && licenses.token.isEmpty();
  }

  /** {@code simple (AND|OR simple)*}. */
  private boolean compound(int depth) {
    boolean right = simple(depth);
    while (right && (token.equals("AND") || token.equals("OR"))) {
      next();
      right = simple(depth);
    }
    return right;
  }

  /** {@code ( compound )}, or an identifier with an exception. */
  private boolean simple(int depth) {
    if (token.equals("(")) {
      next();
      return depth < MAX_DEPTH && compound(depth + 1) && skip(")");
    }
    if (!identifier()) {
      return false;
    }
    if (token.equals("WITH")) {
      next();
      return identifier();
    }
    return true;
  }

  private boolean identifier() {
    boolean right =
        switch (token) {
          case "", "(", ")", "AND", "OR", "WITH" -> false;
          default -> true;
        };
    next();
    return right;
  }

  private boolean skip(String expected) {
    boolean right = token.equals(expected);
    next();
    return right;
  }

  private void next() {
    token = tokens.hasNext() ? tokens.next() : "";
  }
}
