package dev.mintmark.verify.keyset;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Release versions by the precedence of Semantic Versioning 2.0.0, section 11. */
final class VersionOrder {
  private static final Pattern VERSION =
      Pattern.compile(
          "v(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)"
              + "(?:-([0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*))?");
  private static final int LONGEST = 64;

  private VersionOrder() {}

  static boolean isVersion(String text) {
    return text.length() <= LONGEST && VERSION.matcher(text).matches();
  }

  static int compare(String left, String right) {
    Matcher a = match(left);
    Matcher b = match(right);
    for (int part = 1; part <= 3; part++) {
      int order = new BigInteger(a.group(part)).compareTo(new BigInteger(b.group(part)));
      if (order != 0) {
        return order;
      }
    }
    return comparePre(a.group(4), b.group(4));
  }

  private static int comparePre(
      @org.jspecify.annotations.Nullable String left,
      @org.jspecify.annotations.Nullable String right) {
    if (left == null || right == null) {
      return Boolean.compare(left == null, right == null);
    }
    String[] a = left.split("\\.", -1);
    String[] b = right.split("\\.", -1);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      int order = compareIdentifier(a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.length, b.length);
  }

  /** Numbers come before words. */
  private static int compareIdentifier(String left, String right) {
    boolean numbers = isNumber(left) && isNumber(right);
    if (numbers) {
      return new BigInteger(left).compareTo(new BigInteger(right));
    }
    return isNumber(left) != isNumber(right)
        ? Boolean.compare(isNumber(right), isNumber(left))
        : left.compareTo(right);
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Matcher match(String version) {
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a version: " + version);
    }
    return matcher;
  }
}
