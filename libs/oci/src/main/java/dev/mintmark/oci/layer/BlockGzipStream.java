package dev.mintmark.oci.layer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32;

/**
 * One gzip member (RFC 1952) whose deflate stream is cut into blocks of 1 MiB of input. Each block
 * is compressed by itself, with the 32 KiB before it as its dictionary, and ends on a byte border.
 * So the bytes depend neither on how the writer cut its writes nor on how many blocks are
 * compressed at once. The ten header bytes are ours: a JDK's own differ between versions.
 */
final class BlockGzipStream extends OutputStream {
  static final int BLOCK = GzipBlock.SIZE;

  // Deflate, no flags, no time, no extra flags, unknown system.
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final OutputStream out;
  private final int ahead;
  private final CRC32 crc = new CRC32();
  private final Deque<GzipBlock> compressing = new ArrayDeque<>();
  private final Deque<GzipBlock> idle = new ArrayDeque<>();
  private GzipBlock filling = new GzipBlock();
  private long length;
  private boolean closed;

  /**
   * @param ahead blocks that are compressed beside the writer, each taking 2.7 MiB; 0 for none
   */
  BlockGzipStream(OutputStream out, int ahead) throws IOException {
    this.out = out;
    this.ahead = ahead;
    out.write(HEADER);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    for (int done = 0; done < count; ) {
      if (filling.isFull()) {
        next();
      }
      done += filling.fill(bytes, offset + done, count - done);
    }
  }

  private void next() throws IOException {
    GzipBlock full = filling;
    compress(false);
    while (compressing.size() > ahead) {
      writeOldest();
    }
    // Its end is still there, also where it was written just now: nobody has filled it again.
    GzipBlock free = idle.isEmpty() || idle.peek() == full ? new GzipBlock() : idle.remove();
    free.begin(full);
    filling = free;
  }

  private void compress(boolean last) {
    filling.addTo(crc);
    length += filling.size();
    filling.compress(last, ahead > 0);
    compressing.add(filling);
  }

  private void writeOldest() throws IOException {
    GzipBlock oldest = compressing.remove();
    idle.add(oldest);
    oldest.writeTo(out);
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
      while (!compressing.isEmpty()) {
        writeOldest();
      }
      writeInt((int) crc.getValue());
      writeInt((int) length);
      out.flush();
    } finally {
      compressing.forEach(GzipBlock::end);
      idle.forEach(GzipBlock::end);
    }
  }

  private void writeInt(int value) throws IOException {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
  }
}
