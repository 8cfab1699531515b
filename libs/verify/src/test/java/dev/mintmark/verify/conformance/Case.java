package dev.mintmark.verify.conformance;

import dev.mintmark.verify.refusal.RefusalCode;
import org.jspecify.annotations.Nullable;

/**
 * One bundle and what has to be said about it.
 *
 * @param name of the fixture's file
 * @param code of the refusal; null where the bundle is right
 */
record Case(String name, byte[] bundle, @Nullable RefusalCode code) {
  static Case right(String name, byte[] bundle) {
    return new Case(name, bundle, null);
  }

  /** How a line of the folder's table says it. */
  String verdict() {
    return code == null ? "verified" : code.code();
  }

  @Override
  public String toString() {
    return name;
  }
}
