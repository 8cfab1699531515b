package dev.mintmark.registry.access;

import java.util.Arrays;
import java.util.Locale;

/** What may be done with a repository; the words of the token specification's scopes. */
public enum Action {
  PULL,
  PUSH,
  DELETE;

  /** As a scope and the tokens file have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Action read(String word) {
    return Arrays.stream(values())
        .filter(action -> action.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no such action: '" + word + "'; known are pull, push, delete"));
  }
}
