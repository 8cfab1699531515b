package dev.mintmark.content;

/**
 * How large the bills of materials of a release may be, in bytes. They travel inside of signed
 * documents, as Base64, and are held in memory by whoever attests or checks them; so whoever writes
 * them refuses larger ones, where the build can still be changed.
 */
public final class BomSize {
  /** Of one document. */
  public static final int ONE = 16 << 20;

  /** Of all that belong to one release, together. */
  public static final int ALL = 32 << 20;

  private BomSize() {}
}
