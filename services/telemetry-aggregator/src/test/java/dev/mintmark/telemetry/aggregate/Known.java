package dev.mintmark.telemetry.aggregate;

/** For tests of other packages. */
public final class Known {
  private Known() {}

  public static KnownSequences none() {
    return new KnownSequences();
  }
}
