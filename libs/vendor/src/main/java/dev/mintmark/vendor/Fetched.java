package dev.mintmark.vendor;

/**
 * What a visit to the outside brought.
 *
 * @param files that are needed, those that were there included
 * @param fetched of them, in this visit
 * @param bytes of those that were fetched
 */
public record Fetched(int files, int fetched, long bytes) {
  public static final Fetched NOTHING = new Fetched(0, 0, 0);

  public Fetched and(Fetched other) {
    return new Fetched(files + other.files, fetched + other.fetched, bytes + other.bytes);
  }
}
