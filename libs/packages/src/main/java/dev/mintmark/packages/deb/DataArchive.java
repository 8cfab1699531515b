package dev.mintmark.packages.deb;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.Compression;
import dev.mintmark.packages.archive.FileSlice;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Where the bytes of a package's files are read from, once it has been opened. */
sealed interface DataArchive {
  /** Opens a part of the uncompressed archive. */
  InputStream open(long offset, long size) throws IOException;

  /**
   * The package itself: each file costs the decompression of all that stands before it.
   *
   * @param offset of the compressed archive in the package
   * @param length of the compressed archive
   */
  record Packed(
      Subject subject,
      Limits limits,
      Path file,
      String name,
      Compression compression,
      long offset,
      long length)
      implements DataArchive {
    @Override
    public InputStream open(long at, long size) throws IOException {
      FileChannel channel = FileChannel.open(file);
      try {
        FileSlice slice = FileSlice.of(channel).slice(offset, length);
        return part(compression.open(subject, limits, name, slice), at, size, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }

    /** A decoder has memory outside of the heap: it is closed whatever happens. */
    private static Part part(InputStream in, long at, long size, FileChannel channel)
        throws IOException {
      try {
        in.skipNBytes(at);
        return new Part(in, size, channel);
      } catch (IOException | RuntimeException e) {
        in.close();
        throw e;
      }
    }
  }

  /** The uncompressed archive in a file of its own. */
  record Spooled(Path tar) implements DataArchive {
    @Override
    public InputStream open(long at, long size) throws IOException {
      return FileSlice.open(tar, at, size);
    }
  }

  /** A stream's next bytes; closes the file with it. */
  final class Part extends FilterInputStream {
    private final FileChannel channel;
    private long left;

    Part(InputStream in, long size, FileChannel channel) {
      super(in);
      this.left = size;
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (left == 0) {
        return length == 0 ? 0 : -1;
      }
      int n = super.read(into, from, (int) Math.min(length, left));
      left -= Math.max(0, n);
      return n;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(Math.min(count, left));
      left -= skipped;
      return skipped;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(super.available(), left);
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public void close() throws IOException {
      try (channel) {
        super.close();
      }
    }
  }
}
