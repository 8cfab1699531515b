package dev.mintmark.packages;

/**
 * How much of anything an archive may hold. What is read is bounded by these, never by what the
 * archive claims.
 *
 * @param entries files, directories and links of one archive
 * @param bytes of all its files, uncompressed
 * @param ratio uncompressed bytes for each compressed one; not looked at below {@link
 *     #RATIO_FREE_BYTES}, where it does no harm
 * @param pathLength bytes of one path or link target
 * @param textBytes of all paths of an archive, and of any one file that is kept in memory (control
 *     files, RECORD, METADATA)
 * @param dictionaryBytes memory of one xz or zstd decoder
 */
public record Limits(
    int entries, long bytes, int ratio, int pathLength, int textBytes, int dictionaryBytes) {
  /** Expanding to this much is allowed at any ratio. */
  public static final long RATIO_FREE_BYTES = 16 << 20;

  /**
   * The largest packages of Debian and of CUDA wheels fit; a decoder gets what {@code xz -9} needs.
   */
  public static final Limits DEFAULT = new Limits(200_000, 8L << 30, 250, 1024, 32 << 20, 68 << 20);

  public Limits {
    requirePositive("entries", entries);
    requirePositive("bytes", bytes);
    requirePositive("ratio", ratio);
    requirePositive("pathLength", pathLength);
    requirePositive("textBytes", textBytes);
    requirePositive("dictionaryBytes", dictionaryBytes);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException("limit " + name + " is not positive: " + value);
    }
  }
}
