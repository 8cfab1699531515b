package dev.mintmark.ledger.collect.sweep;

/**
 * So many artifacts.
 *
 * @param bytes of all of them
 */
public record Tally(long artifacts, long bytes) {
  public static final Tally NONE = new Tally(0, 0);

  Tally and(long size) {
    return new Tally(artifacts + 1, bytes + size);
  }
}
