package dev.mintmark.oci.layer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One gzip member (RFC 1952) whose deflate stream is cut into blocks of 1 MiB of input. Each block
 * is compressed by itself, with the 32 KiB before it as its dictionary, and ends on a byte border.
 * So the bytes depend neither on how the writer cut its writes nor on how many blocks are ever
 * compressed at once. The ten header bytes are ours: a JDK's own differ between versions.
 */
final class BlockGzipStream extends OutputStream {
  static final int BLOCK = 1 << 20;

  private static final int WINDOW = 1 << 15;
  private static final int LEVEL = 6;
  // Deflate, no flags, no time, no extra flags, unknown system.
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final OutputStream out;
  private final CRC32 crc = new CRC32();
  private final Deflater deflater = new Deflater(LEVEL, true);
  // Holds any compressed block whole (zlib's deflateBound), so that a flush ends in one call.
  private final byte[] deflated = new byte[BLOCK + BLOCK / 64];
  // The end of the block before, then the block being filled.
  private final byte[] input = new byte[WINDOW + BLOCK];
  private int filled;
  private int window;
  private long length;
  private boolean closed;

  BlockGzipStream(OutputStream out) throws IOException {
    this.out = out;
    out.write(HEADER);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    for (int done = 0; done < count; ) {
      if (filled == BLOCK) {
        compress(false);
      }
      int n = Math.min(count - done, BLOCK - filled);
      System.arraycopy(bytes, offset + done, input, WINDOW + filled, n);
      filled += n;
      done += n;
    }
  }

  private void compress(boolean last) throws IOException {
    crc.update(input, WINDOW, filled);
    length += filled;
    deflater.reset();
    if (window > 0) {
      deflater.setDictionary(input, WINDOW - window, window);
    }
    deflater.setInput(input, WINDOW, filled);
    if (last) {
      deflater.finish();
    }
    int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
    out.write(deflated, 0, deflater.deflate(deflated, 0, deflated.length, flush));
    window = Math.min(WINDOW, filled);
    System.arraycopy(input, WINDOW + filled - window, input, WINDOW - window, window);
    filled = 0;
  }

  /** Ends the member; does not close the stream below. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      compress(true);
      writeInt((int) crc.getValue());
      writeInt((int) length);
      out.flush();
    } finally {
      deflater.end();
    }
  }

  private void writeInt(int value) throws IOException {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
  }
}
