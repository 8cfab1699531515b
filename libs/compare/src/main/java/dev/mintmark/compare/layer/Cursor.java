package dev.mintmark.compare.layer;

import dev.mintmark.compare.difference.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads contents out of an archive; cheap as long as they are asked for in their order. */
final class Cursor implements AutoCloseable {
  private final Archive archive;
  private @Nullable InputStream in;
  private long position;

  Cursor(Archive archive) {
    this.archive = archive;
  }

  /** The content of an entry; to be read before the next call. */
  InputStream content(TarEntry entry) throws IOException {
    InputStream open = at(entry.offset());
    return new Content(open, entry.size());
  }

  byte[] bytes(TarEntry entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content(entry).transferTo(bytes);
    return bytes.toByteArray();
  }

  private InputStream at(long offset) throws IOException {
    InputStream open = in;
    if (open == null || position > offset) {
      close();
      open = archive.open();
      in = open;
      position = 0;
    }
    open.skipNBytes(offset - position);
    position = offset;
    return open;
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
      in = null;
    }
  }

  private final class Content extends InputStream {
    private final InputStream open;
    private long left;

    Content(InputStream open, long left) {
      this.open = open;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      if (left == 0 || count == 0) {
        return count == 0 ? 0 : -1;
      }
      int n = open.read(bytes, offset, (int) Math.min(count, left));
      if (n < 0) {
        throw new MalformedException("the archive became shorter while it was read");
      }
      left -= n;
      position += n;
      return n;
    }
  }
}
