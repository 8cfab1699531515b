package dev.mintmark.verify.keyset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a key is believed. */
public enum KeyState {
  /** Signs. */
  ACTIVE,
  /** Signs no more; what it signed stays good, as far as its bounds go. */
  RETIRED,
  /** Nothing that it signed is good, whenever it was signed. */
  REVOKED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<KeyState> of(String word) {
    return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
  }
}
