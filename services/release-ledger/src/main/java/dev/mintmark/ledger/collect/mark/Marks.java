package dev.mintmark.ledger.collect.mark;

import dev.mintmark.content.Digest;

/** Told what is named. */
interface Marks {
  /** These may be the digest of an artifact, which then has to stay; it may as well be none. */
  void mentioned(Digest digest, boolean byPointer);

  /**
   * An artifact is named.
   *
   * @return whether what it names has to be looked at
   */
  boolean named(Digest digest, Naming by);

  /** An artifact that is named could not be read to its end, so what it names is not known. */
  void unread(Digest digest, Naming by);

  /** The log has this build request. */
  void requested(Digest request);

  /** A release was refused: nothing that its request names has to be there. */
  default void rejected(Digest request) {}

  /** A release was published: all of it has to be there, whatever else was said of it. */
  default void published(Digest request) {}
}
