package dev.mintmark.packages.nar;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing of a store.
 *
 * @param store its folder, {@code /nix/store} or {@code /gnu/store}
 * @param hash 32 digits of Nix's base 32
 * @param label what follows the hash, e.g. {@code glibc-2.38-44}
 */
public record StorePath(String store, String hash, String label) implements Comparable<StorePath> {
  /** Nix's own rule; its base 32 leaves out e, o, t and u. */
  private static final Pattern FORM =
      Pattern.compile(
          "(/nix/store|/gnu/store)/([0-9abcdfghijklmnpqrsvwxyz]{32})-"
              + "([0-9A-Za-z+_?=-][0-9A-Za-z+._?=-]{0,210})");

  /**
   * The version begins behind the first dash that no letter follows, as Nix tells the two apart.
   */
  private static final Pattern VERSIONED = Pattern.compile("(.+?)-([^A-Za-z].*)");

  /** Empty for any other text. */
  public static Optional<StorePath> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new StorePath(form.group(1), form.group(2), form.group(3)))
        : Optional.empty();
  }

  /** Its label without the version. */
  public String name() {
    Matcher parts = VERSIONED.matcher(label);
    return parts.matches() ? parts.group(1) : label;
  }

  /** The version in its label, with an output's name behind it; empty where it has none. */
  public Optional<String> version() {
    Matcher parts = VERSIONED.matcher(label);
    return parts.matches() ? Optional.of(parts.group(2)) : Optional.empty();
  }

  /** As an image has it, relative to the root. */
  public String inImage() {
    return toString().substring(1);
  }

  @Override
  public int compareTo(StorePath other) {
    return toString().compareTo(other.toString());
  }

  /** Absolute. */
  @Override
  public String toString() {
    return store + "/" + hash + "-" + label;
  }
}
