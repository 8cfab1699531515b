package dev.mintmark.packages.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.SingleXZInputStream;

/** How an archive inside of a package is compressed. */
public enum Compression {
  NONE(""),
  GZIP(".gz"),
  XZ(".xz"),
  ZSTD(".zst");

  private static final int BUFFER = 1 << 14;

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /**
   * By a member's name, such as {@code data.tar.xz}.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-002)
   */
  public static Compression of(Subject subject, String name, String stem) {
    for (Compression compression : values()) {
      if (name.equals(stem + compression.suffix)) {
        return compression;
      }
    }
    throw subject.refuse(
        RefusalCode.COMPRESSION,
        name,
        "its compression is not one of none, gz, xz and zst",
        "pack it again with xz or zst");
  }

  /**
   * Opens the uncompressed bytes. What the stream throws is a {@link
   * dev.mintmark.packages.PackageException} (PKG-003, PKG-007, PKG-008, PKG-009) for every fault of
   * the data, an IOException for the disk's alone.
   *
   * @param name the member, for errors
   */
  public InputStream open(Subject subject, Limits limits, String name, FileSlice compressed)
      throws IOException {
    return new BoundedStream(
        subject,
        limits,
        name,
        compressed.size(),
        () -> {
          InputStream in = new BufferedInputStream(compressed.open(), BUFFER);
          if (this == ZSTD) {
            ZstdFrames.requireWhole(compressed);
          }
          return decoder(in, limits);
        });
  }

  private InputStream decoder(InputStream in, Limits limits) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GzipStream(in);
      case XZ -> xz(in, limits);
      case ZSTD -> zstd(in, limits);
    };
  }

  private static InputStream xz(InputStream in, Limits limits) throws IOException {
    InputStream decoder = new SingleXZInputStream(in, limits.dictionaryBytes() >> 10);
    return new ToTheEndStream(decoder, in);
  }

  private static InputStream zstd(InputStream in, Limits limits) throws IOException {
    // The window is a power of two: the largest that fits.
    int windowLog = 31 - Integer.numberOfLeadingZeros(limits.dictionaryBytes());
    return new ZstdInputStreamNoFinalizer(in).setLongMax(Math.max(10, windowLog));
  }
}
