package dev.mintmark.packages.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.MemoryLimitException;

/** What a decoder makes, counted against the limits; its faults become refusals. */
final class BoundedStream extends InputStream {
  private final Subject subject;
  private final Limits limits;
  private final String name;
  private final long compressed;
  private final InputStream decoder;
  private long read;

  /** Opens the decoder, which may already read and fail. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /**
   * @param compressed how many bytes the decoder has to read at most
   */
  BoundedStream(Subject subject, Limits limits, String name, long compressed, Opener opener)
      throws IOException {
    this.subject = subject;
    this.limits = limits;
    this.name = name;
    this.compressed = compressed;
    this.decoder = guarded(opener::open);
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  /** Decoders throw what they like for damaged data; only the disk's faults are no refusals. */
  private <T> T guarded(Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (DiskException e) {
      throw e;
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private RuntimeException damaged(Exception e) {
    if (wantsMemory(e)) {
      return subject.refuse(
          RefusalCode.DICTIONARY,
          name,
          "its decompression needs more than " + limits.dictionaryBytes() + " bytes of memory",
          "pack it again with a smaller dictionary, such as xz -6",
          e);
    }
    @Nullable String why = e.getMessage();
    return subject.refuse(
        RefusalCode.CORRUPT,
        name,
        "its compressed data cannot be read" + (why == null ? "" : ": " + why),
        "get the package again",
        e);
  }

  private static boolean wantsMemory(Exception e) {
    return e instanceof MemoryLimitException
        || (e instanceof ZstdIOException zstd
            && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int n = guarded(() -> decoder.read(into, from, length));
    if (n > 0) {
      read += n;
      check();
    }
    return n;
  }

  private void check() {
    // Behind the files there are headers: as many again is more than enough.
    if (read > limits.bytes() + (limits.bytes() >> 1) + Limits.RATIO_FREE_BYTES) {
      throw subject.refuse(
          RefusalCode.TOO_LARGE,
          name,
          "it expands to more than " + limits.bytes() + " bytes",
          "use a package that holds less");
    }
    if (read > Limits.RATIO_FREE_BYTES && read / limits.ratio() > compressed) {
      throw subject.refuse(
          RefusalCode.RATIO,
          name,
          "its " + compressed + " bytes expand to more than " + read,
          "do not use this package: it is made to fill memory or disk");
    }
  }

  @Override
  public void close() throws IOException {
    decoder.close();
  }
}
