package dev.mintmark.ledger.collect.mark;

import dev.mintmark.content.Digest;

/** All that is named, and what the store has of it. Not for more than one thread. */
public final class Marked implements Marks {
  private static final int BY_LOG = 1;
  private static final int BY_POINTER = 1 << 1;
  private static final int REQUIRED = 1 << 2;
  private static final int FOLLOWED = 1 << 3;
  private static final int THERE = 1 << 4;
  private static final int UNREAD = 1 << 5;
  private static final int LOST = 1 << 6;
  private static final int REQUEST = 1 << 7;

  private final DigestSet digests = new DigestSet();

  /** Why an artifact stays. */
  public enum Reason {
    LOG,
    POINTER,
    NONE
  }

  @Override
  public void mentioned(Digest digest, boolean byPointer) {
    digests.add(digest, byPointer ? BY_POINTER : BY_LOG);
  }

  @Override
  public boolean named(Digest digest, Naming by) {
    int flags =
        (by.request().isEmpty() ? BY_POINTER : BY_LOG) | FOLLOWED | (by.required() ? REQUIRED : 0);
    return (digests.add(digest, flags) & flags) != flags;
  }

  @Override
  public void unread(Digest digest, Naming by) {
    if (by.required()) {
      digests.add(digest, UNREAD);
    }
  }

  @Override
  public void requested(Digest request) {
    digests.add(request, REQUEST | BY_LOG);
  }

  /** An operator says that the artifact is gone for good. */
  public void lost(Digest digest) {
    digests.add(digest, LOST);
  }

  /** The store has it. */
  public void there(Digest digest) {
    if (reason(digest) != Reason.NONE) {
      digests.add(digest, THERE);
    }
  }

  public Reason reason(Digest digest) {
    int flags = digests.flags(digest);
    if ((flags & BY_LOG) != 0) {
      return Reason.LOG;
    }
    return (flags & BY_POINTER) != 0 ? Reason.POINTER : Reason.NONE;
  }

  /** Whether the log has that build request. */
  public boolean isRequest(Digest digest) {
    return (digests.flags(digest) & REQUEST) != 0;
  }

  /** Whether it has to be there, whole, and is not, or cannot be read. */
  boolean isMissing(Digest digest) {
    int flags = digests.flags(digest);
    return (flags & LOST) == 0
        && (flags & REQUIRED) != 0
        && ((flags & THERE) == 0 || (flags & UNREAD) != 0);
  }

  /** Whether anything is missing. */
  public boolean lacks() {
    return digests.count(REQUIRED, THERE | LOST) + digests.count(REQUIRED | UNREAD, LOST) > 0;
  }

  /** How many digests are held. */
  public int size() {
    return digests.size();
  }
}
