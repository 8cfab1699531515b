package dev.mintmark.cli.image;

import java.util.Locale;

/** What is known of an image's signatures. */
public enum SignatureState {
  /** Every one that a release has is there, by the given key. */
  VERIFIED("verified by the given key"),
  /** A key was given, and something is not signed by it. */
  REFUSED("refused: not signed by the given key"),
  /** Something claims to be a signature; without a key nobody knows whose. */
  UNCHECKED("not checked: give the public key with --key"),
  /** There is nothing that could be a signature. */
  UNSIGNED("unsigned"),
  /** The form of the archive has no place for signatures. */
  NONE_CARRIED("unsigned: a docker archive carries no signatures");

  private final String words;

  SignatureState(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** For {@code --json}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
