package dev.mintmark.packages.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Walks zstd's frames (RFC 8878) from block to block, without decompressing: they must fill their
 * place to the last byte. The decoder itself takes what is left of a frame's header for the end.
 */
final class ZstdFrames {
  private static final int MAGIC = 0xfd2fb528;
  private static final int SINGLE_SEGMENT = 1 << 5;
  private static final int RESERVED = 1 << 3;
  private static final int CHECKSUM = 1 << 2;
  private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
  private static final int[] SIZE_BYTES = {0, 2, 4, 8};
  private static final int RLE = 1;
  private static final int RESERVED_BLOCK = 3;

  private final FileSlice data;
  private long at;

  private ZstdFrames(FileSlice data) {
    this.data = data;
  }

  /**
   * @throws IOException unless the data are one or more whole frames
   */
  static void requireWhole(FileSlice data) throws IOException {
    ZstdFrames frames = new ZstdFrames(data);
    do {
      frames.frame();
    } while (frames.at < data.size());
  }

  private void frame() throws IOException {
    if (ZipDirectory.littleEndian(next(4)).getInt() != MAGIC) {
      throw new IOException("no zstd frame");
    }
    int descriptor = next(1)[0] & 0xff;
    if ((descriptor & RESERVED) != 0) {
      throw new IOException("a zstd frame with a reserved bit");
    }
    boolean single = (descriptor & SINGLE_SEGMENT) != 0;
    int size = SIZE_BYTES[descriptor >> 6];
    next((single ? 0 : 1) + DICTIONARY_BYTES[descriptor & 3] + (single && size == 0 ? 1 : size));
    while (!block()) {
      // Each block says whether it is the last.
    }
    next((descriptor & CHECKSUM) == 0 ? 0 : 4);
  }

  private boolean block() throws IOException {
    ByteBuffer header = ByteBuffer.wrap(next(3));
    int bits = header.get(0) & 0xff | (header.get(1) & 0xff) << 8 | (header.get(2) & 0xff) << 16;
    int kind = bits >> 1 & 3;
    if (kind == RESERVED_BLOCK) {
      throw new IOException("a zstd block of a reserved kind");
    }
    skip(kind == RLE ? 1 : bits >> 3);
    return (bits & 1) != 0;
  }

  private byte[] next(int count) throws IOException {
    long from = at;
    skip(count);
    return data.read(from, count);
  }

  private void skip(int count) throws IOException {
    if (count > data.size() - at) {
      throw new EOFException("it ends too early");
    }
    at += count;
  }
}
