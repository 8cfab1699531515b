package dev.mintmark.telemetry.batch;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/**
 * The body of a request: one zstd frame (RFC 8878) that says how long its content is. That is
 * checked before anything is decompressed, so a small body cannot ask for much memory.
 */
public final class ZstdBody {
  /** Longest body, in bytes. */
  public static final int MAX_COMPRESSED = 256 << 10;

  /** Longest content, in bytes. */
  public static final int MAX_CONTENT = 1 << 20;

  /** A context costs more to make than a small batch to decompress; threads of the door are few. */
  private static final ThreadLocal<ZstdDecompressCtx> CONTEXT =
      ThreadLocal.withInitial(ZstdDecompressCtx::new);

  private ZstdBody() {}

  /**
   * The content.
   *
   * @throws RefusedBatchException TEL-001 or TEL-006
   */
  public static byte[] decompress(byte[] body) throws RefusedBatchException {
    if (body.length > MAX_COMPRESSED) {
      throw tooLarge(body.length + " compressed bytes, more than " + MAX_COMPRESSED);
    }
    if (body.length == 0) {
      throw notZstd("it is empty");
    }
    long content = Zstd.getFrameContentSize(body);
    if (content < 0) {
      throw notZstd(
          content == -1
              ? "the zstd frame does not say how long its content is"
              : "it does not begin with a zstd frame");
    }
    if (content > MAX_CONTENT) {
      throw tooLarge("content of " + content + " bytes, more than " + MAX_CONTENT);
    }
    return decompress(body, (int) content);
  }

  private static byte[] decompress(byte[] body, int content) throws RefusedBatchException {
    byte[] raw;
    try {
      raw = CONTEXT.get().decompress(body, content);
    } catch (ZstdException e) {
      throw notZstd("zstd says: " + e.getMessage());
    }
    if (raw.length != content) {
      throw notZstd("its content is shorter than the zstd frame says");
    }
    return raw;
  }

  private static RefusedBatchException notZstd(String found) {
    return new RefusedBatchException(
        Code.BYTES, "the body", found, "send one zstd frame with its content size");
  }

  /** Refuses a body that is too long. */
  public static RefusedBatchException tooLarge(String found) {
    return new RefusedBatchException(
        Code.TOO_LARGE, "the body", "it has " + found, "send fewer heartbeats at a time");
  }
}
