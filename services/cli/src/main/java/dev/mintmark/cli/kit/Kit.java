package dev.mintmark.cli.kit;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A kit whose form and digests hold. What it says is to be verified yet.
 *
 * @param places where each member's bytes are
 */
record Kit(Path file, KitObjects objects, SortedMap<String, Place> places) {
  Kit {
    places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
  }

  /**
   * Bytes in the tar.
   *
   * @param offset of the first one
   * @param digest of all
   */
  record Place(long offset, long size, Digest digest) {}

  Optional<Place> place(String member) {
    return Optional.ofNullable(places.get(member));
  }

  /**
   * The bytes of a place, read from the file anew.
   *
   * @param from which byte of it to begin with
   */
  static InputStream open(Path file, Place place, long from) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    channel.position(place.offset() + from);
    return new Slice(Channels.newInputStream(channel), place.size() - from);
  }

  InputStream open(Place place, long from) throws IOException {
    return open(file, place, from);
  }

  /** So many bytes of a stream. */
  private static final class Slice extends InputStream {
    private final InputStream in;
    private long left;

    Slice(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length > 0 && left <= 0) {
        return -1;
      }
      int n = in.read(into, offset, (int) Math.min(length, left));
      left -= Math.max(n, 0);
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
