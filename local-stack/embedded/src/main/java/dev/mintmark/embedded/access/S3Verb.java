package dev.mintmark.embedded.access;

/** What one may do with objects. */
public enum S3Verb {
  /** Read an object, a range of it, or its metadata; copy from it. */
  GET,
  /** Write an object, in one piece or in parts; copy to it. */
  PUT,
  /** Remove an object. */
  DELETE,
  /** List keys. */
  LIST
}
