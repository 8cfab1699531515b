package dev.mintmark.compare.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two texts that differ in tokens of one kind only. */
final class Tokens {
  /** Longer texts are not looked into: evidence is in short ones. */
  static final int MAX = 4096;

  /** A differing token of both sides. */
  record Two(String recorded, String rebuilt) {}

  private Tokens() {}

  /**
   * The tokens that differ.
   *
   * @return empty unless the texts differ, and in such tokens only
   */
  static Optional<List<Two>> differing(Pattern token, String recorded, String rebuilt) {
    if (recorded.length() > MAX || rebuilt.length() > MAX) {
      return Optional.empty();
    }
    List<Two> pairs = new ArrayList<>();
    Matcher first = token.matcher(recorded);
    Matcher second = token.matcher(rebuilt);
    int i = 0;
    int j = 0;
    while (first.find()) {
      if (!second.find()
          || !recorded.substring(i, first.start()).equals(rebuilt.substring(j, second.start()))) {
        return Optional.empty();
      }
      if (!first.group().equals(second.group())) {
        pairs.add(new Two(first.group(), second.group()));
      }
      i = first.end();
      j = second.end();
    }
    boolean sameEnd = recorded.substring(i).equals(rebuilt.substring(j));
    return pairs.isEmpty() || !sameEnd ? Optional.empty() : Optional.of(pairs);
  }
}
