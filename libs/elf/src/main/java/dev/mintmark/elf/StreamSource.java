package dev.mintmark.elf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A content that can only be read from its start, and read again. Its first bytes, where linkers
 * put most of what a loader reads, are kept; going back behind them opens the content once more.
 */
public final class StreamSource implements ByteSource, AutoCloseable {
  private static final int KEPT = 256 << 10;

  /** A file whose tables lie in their usual order needs three or four. */
  private static final int MOST_OPENED = 64;

  /** Opens the content from its start. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }

  private final String name;
  private final long size;
  private final Opener opener;
  private InputStream in = new ByteArrayInputStream(new byte[0]);
  private long position = Long.MAX_VALUE;
  private byte[] head = new byte[0];
  private int opened;

  /**
   * @param name the file, for errors
   * @param size of the content in bytes
   */
  public StreamSource(String name, long size, Opener opener) {
    this.name = name;
    this.size = size;
    this.opener = opener;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public byte[] read(long offset, int length) throws IOException {
    if (offset + length <= KEPT) {
      return fromHead((int) offset, length);
    }
    if (position > offset) {
      reopen();
    }
    in.skipNBytes(offset - position);
    position = offset;
    return next(length);
  }

  private byte[] fromHead(int offset, int length) throws IOException {
    if (head.length == 0) {
      reopen();
      head = next((int) Math.min(KEPT, size));
    }
    return Arrays.copyOfRange(head, offset, offset + length);
  }

  private byte[] next(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new ElfException(
          ElfError.CUT_OFF,
          name,
          "its content ends at byte " + (position + bytes.length) + " of " + size,
          "give the whole file");
    }
    position += length;
    return bytes;
  }

  private void reopen() throws IOException {
    opened++;
    if (opened > MOST_OPENED) {
      throw new ElfException(
          ElfError.TOO_LARGE,
          name,
          "its tables lie so far apart and so mixed that reading them has no end",
          "give a file that its linker made");
    }
    in.close();
    in = opener.open();
    position = 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
