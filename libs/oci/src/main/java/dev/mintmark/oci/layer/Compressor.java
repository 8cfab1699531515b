package dev.mintmark.oci.layer;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The layer compression of this JDK. Layer digests depend on its deflate: zlib 1.2 and 1.3 make the
 * same bytes, zlib-ng and others do not. A builder checks this once, before its first layer.
 */
public final class Compressor {
  private static final Digest PINNED =
      new Digest("d1df65296ea292885868f9c93652f7cd16a7590134dd6f6c9f143a91c4aa6617");

  // More than two blocks, then one of noise alone, not ending on a block's border.
  private static final int MIXED = 2 * BlockGzipStream.BLOCK + 77_777;
  private static final int CORPUS = MIXED + 2 * BlockGzipStream.BLOCK;

  private Compressor() {}

  /**
   * Gzip, as layers are written; closing ends the member and leaves {@code out} open.
   *
   * @param ahead blocks that are compressed beside the writer; they change no byte
   */
  static OutputStream open(OutputStream out, int ahead) throws IOException {
    return new BlockGzipStream(out, ahead);
  }

  /** Computed at first use, once. */
  private static final class Identity {
    static final Digest VALUE = compute();
  }

  /** What this JDK compresses a fixed corpus to: the same value wherever layers come out alike. */
  public static Digest identity() {
    return Identity.VALUE;
  }

  private static Digest compute() {
    HashingStream compressed = new HashingStream(OutputStream.nullOutputStream());
    try (OutputStream gzip = open(compressed, 0)) {
      writeCorpus(gzip);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return compressed.digest();
  }

  /**
   * Refuses a JDK whose layers would have other digests.
   *
   * @throws OciException (OCI-001)
   */
  public static void requirePinned() {
    requirePinned(identity());
  }

  static void requirePinned(Digest found) {
    if (!found.equals(PINNED)) {
      throw new OciException(
          OciError.COMPRESSOR,
          "cannot build layers on Java "
              + System.getProperty("java.vm.version")
              + ": its deflate compresses the check corpus to "
              + found
              + " instead of "
              + PINNED
              + "; use a JDK with zlib 1.2 or 1.3, such as Eclipse Temurin 21 or 25");
    }
  }

  /** Text, noise and repeats: each takes another way through deflate. */
  private static void writeCorpus(OutputStream out) throws IOException {
    byte[] chunk = new byte[4096];
    int state = 1;
    for (int at = 0, round = 0; at < CORPUS; at += chunk.length, round++) {
      byte[] text =
          ("layer " + round + " of /opt/app/lib/module_" + round % 97 + ".py\n")
              .getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < chunk.length; i++) {
        state = state * 1_103_515_245 + 12_345;
        chunk[i] =
            switch (at < MIXED ? round % 3 : 1) {
              case 0 -> text[i % text.length];
              case 1 -> (byte) (state >>> 16);
              default -> (byte) (state >>> 30);
            };
      }
      out.write(chunk, 0, Math.min(chunk.length, CORPUS - at));
    }
  }
}
