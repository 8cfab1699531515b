package dev.mintmark.packages.archive;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A part of an open file. Any number of streams read it side by side, none of which moves the
 * channel's position or closes it.
 *
 * @param offset of its first byte in the file
 * @param size in bytes; the part was inside the file when it was made
 */
public record FileSlice(FileChannel channel, long offset, long size) {
  public static FileSlice of(FileChannel channel) throws IOException {
    return new FileSlice(channel, 0, channel.size());
  }

  /** A stream of a part of a file, which it closes with itself. */
  public static InputStream open(Path file, long offset, long size) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      return new FilterInputStream(of(channel).slice(offset, size).open()) {
        @Override
        public void close() throws IOException {
          channel.close();
        }
      };
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** A part of this part. */
  public FileSlice slice(long from, long length) {
    if (from < 0 || length < 0 || from > size - length) {
      throw new IllegalArgumentException(
          "bytes " + from + " to " + from + "+" + length + " are not inside of " + size);
    }
    return new FileSlice(channel, offset + from, length);
  }

  /**
   * Bytes from {@code at} on, read at once.
   *
   * @throws DiskException when the file became shorter
   */
  public byte[] read(long at, int length) throws IOException {
    return slice(at, length).readAll();
  }

  private byte[] readAll() throws IOException {
    byte[] bytes = new byte[Math.toIntExact(size)];
    try (InputStream in = open()) {
      if (in.readNBytes(bytes, 0, bytes.length) != bytes.length) {
        throw new DiskException(new EOFException("the file became shorter while it was read"));
      }
    }
    return bytes;
  }

  /** A stream of all of it. */
  public InputStream open() {
    return new Stream();
  }

  private final class Stream extends InputStream {
    private long at;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (at == size) {
        return -1;
      }
      ByteBuffer buffer = ByteBuffer.wrap(into, from, (int) Math.min(length, size - at));
      int n;
      try {
        n = channel.read(buffer, offset + at);
      } catch (IOException e) {
        throw new DiskException(e);
      }
      if (n < 0) {
        throw new DiskException(new EOFException("the file became shorter while it was read"));
      }
      at += n;
      return n;
    }

    @Override
    public long skip(long count) {
      long skipped = Math.max(0, Math.min(count, size - at));
      at += skipped;
      return skipped;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, size - at);
    }
  }
}
