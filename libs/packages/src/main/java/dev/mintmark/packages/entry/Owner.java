package dev.mintmark.packages.entry;

/** Numbers of a user and a group: names mean nothing outside of the image. */
public record Owner(long user, long group) {
  public static final Owner ROOT = new Owner(0, 0);

  /** For example {@code 0:42}. */
  @Override
  public String toString() {
    return user + ":" + group;
  }
}
