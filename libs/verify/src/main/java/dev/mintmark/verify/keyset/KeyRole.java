package dev.mintmark.verify.keyset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a key signs, and nothing else. */
public enum KeyRole {
  /** Images, models and release statements. */
  RELEASE,
  /** SBOMs and provenance. */
  EVIDENCE,
  /** What came of rebuilds and rollouts. */
  VERDICT,
  /** Orders to devices. */
  DEPLOY;

  /** As it is written, e.g. {@code release}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<KeyRole> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /** All of them, for people. */
  public static String words() {
    return Arrays.stream(values()).map(KeyRole::word).collect(Collectors.joining(", "));
  }
}
