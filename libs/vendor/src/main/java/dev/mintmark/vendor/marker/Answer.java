package dev.mintmark.vendor.marker;

/** Whether a marker holds, as far as it can be known. */
public enum Answer {
  YES,
  NO,
  /** It depends on something that an image does not fix, e.g. the kernel that it will run on. */
  UNKNOWN;

  static Answer of(boolean holds) {
    return holds ? YES : NO;
  }

  /** NO where one is NO, else UNKNOWN where one is (Kleene's logic). */
  Answer and(Answer other) {
    if (this == NO || other == NO) {
      return NO;
    }
    return this == YES && other == YES ? YES : UNKNOWN;
  }

  /** YES where one is YES, else UNKNOWN where one is. */
  Answer or(Answer other) {
    if (this == YES || other == YES) {
      return YES;
    }
    return this == NO && other == NO ? NO : UNKNOWN;
  }
}
