package dev.mintmark.inputs;

import java.util.regex.Pattern;

/** Names and versions as Debian's policy has them (sections 5.6.1 and 5.6.12). */
public final class DebianNames {
  /** A name that ends in {@code -} would be an order to apt to remove the package. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]*[a-z0-9+.]");

  private static final Pattern VERSION = Pattern.compile("(?:[0-9]{1,9}:)?[0-9][A-Za-z0-9.+~-]*");

  private DebianNames() {}

  /** Whether the text may name a package. */
  public static boolean isName(String text) {
    return text.length() <= 128 && NAME.matcher(text).matches();
  }

  /** Whether the text may be a version. */
  public static boolean isVersion(String text) {
    return text.length() <= 128 && VERSION.matcher(text).matches();
  }
}
