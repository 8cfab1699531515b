package dev.mintmark.compare.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Tells failures of the source from those of a reader above it: they are unchecked. */
final class SourceStream extends FilterInputStream {
  private final Side side;

  private SourceStream(Side side, InputStream in) {
    super(in);
    this.side = side;
  }

  static Optional<InputStream> open(Side side) {
    try {
      return side.blobs().open(side.digest()).map(in -> new SourceStream(side, in));
    } catch (IOException e) {
      throw failed(side, e);
    }
  }

  private static UncheckedIOException failed(Side side, IOException e) {
    return new UncheckedIOException("cannot read " + side.digest() + ": " + e.getMessage(), e);
  }

  @Override
  public int read() {
    try {
      return in.read();
    } catch (IOException e) {
      throw failed(side, e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int count) {
    try {
      return in.read(bytes, offset, count);
    } catch (IOException e) {
      throw failed(side, e);
    }
  }

  @Override
  public long skip(long count) {
    try {
      return in.skip(count);
    } catch (IOException e) {
      throw failed(side, e);
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
