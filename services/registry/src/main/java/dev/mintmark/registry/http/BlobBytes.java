package dev.mintmark.registry.http;

import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.registry.local.Filling;
import dev.mintmark.registry.local.LocalBlobs;
import dev.mintmark.registry.serve.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a blob's bytes come from: a copy on this side's disk, else the store. */
final class BlobBytes {
  private final ArtifactStore store;
  private final LocalBlobs copies;

  BlobBytes(ArtifactStore store, LocalBlobs copies) {
    this.store = store;
    this.copies = copies;
  }

  /** Bytes that are to be sent. */
  interface Source extends AutoCloseable {
    /**
     * The next bytes, as many as there is room for; fewer only at the end, 0 behind it. The last
     * ones of a whole blob come only when all had its digest.
     */
    int read(byte[] into) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** A whole blob that comes from the store leaves a copy here. */
  Source open(Answer.StoredBlob blob) {
    Optional<FileChannel> copy = copies.open(blob.digest());
    if (copy.isPresent()) {
      return new Copy(copy.get(), blob.offset(), blob.offset() + blob.length());
    }
    if (!blob.whole()) {
      InputStream part = store.openRange(blob.digest(), blob.offset(), blob.length());
      return new Stored(part, blob.length(), null);
    }
    InputStream all = store.open(blob.digest());
    return new Stored(all, blob.length(), copies.fill(blob.digest(), blob.length()).orElse(null));
  }

  /** Part of a file. */
  private static final class Copy implements Source {
    private final FileChannel file;
    private final long end;
    private long position;

    private Copy(FileChannel file, long start, long end) {
      this.file = file;
      this.position = start;
      this.end = end;
    }

    @Override
    public int read(byte[] into) throws IOException {
      int count = (int) Math.min(into.length, end - position);
      ByteBuffer buffer = ByteBuffer.wrap(into, 0, count);
      while (buffer.hasRemaining()) {
        int n = file.read(buffer, position);
        if (n < 0) {
          throw new IOException("a local copy ends after " + position + " bytes");
        }
        position += n;
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** A stream of the store. */
  private static final class Stored implements Source {
    private final InputStream in;
    private final @Nullable Filling copy;
    private long left;

    private Stored(InputStream in, long length, @Nullable Filling copy) {
      this.in = in;
      this.copy = copy;
      this.left = length;
    }

    @Override
    public int read(byte[] into) throws IOException {
      int wanted = (int) Math.min(into.length, left);
      int count = in.readNBytes(into, 0, wanted);
      left -= count;
      if (copy != null) {
        copy.write(into, count);
      }
      if (count < wanted || left == 0) {
        end(count < wanted);
      }
      return count;
    }

    /** Makes the stream compare its digest. */
    private void end(boolean early) throws IOException {
      if (in.read() >= 0 || early) {
        throw new IOException("the stored blob has another length than its link says");
      }
      if (copy != null) {
        copy.keep();
      }
    }

    @Override
    public void close() throws IOException {
      try (in) {
        if (copy != null) {
          copy.close();
        }
      }
    }
  }
}
