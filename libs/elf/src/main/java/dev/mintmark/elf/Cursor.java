package dev.mintmark.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Numbers and strings of one file, read in blocks of bounded size. */
final class Cursor {
  private static final int BLOCK = 32 << 10;

  private final String name;
  private final ByteSource source;
  private final ByteOrder order;
  private final boolean wide;
  private long blockStart;
  private ByteBuffer block = ByteBuffer.allocate(0);

  Cursor(String name, ByteSource source, ElfHeader header) {
    this.name = name;
    this.source = source;
    this.order = header.order();
    this.wide = header.bits() == 64;
  }

  long size() {
    return source.size();
  }

  /** Whether addresses have 64 bits. */
  boolean wide() {
    return wide;
  }

  int half(long offset) throws IOException {
    return Short.toUnsignedInt(at(offset, 2).getShort((int) (offset - blockStart)));
  }

  long word(long offset) throws IOException {
    return Integer.toUnsignedLong(at(offset, 4).getInt((int) (offset - blockStart)));
  }

  /**
   * 4 or 8 bytes, by the file's class.
   *
   * @return a negative number for one above 2^63, which no file can have
   */
  long address(long offset) throws IOException {
    return wide ? at(offset, 8).getLong((int) (offset - blockStart)) : word(offset);
  }

  /**
   * Reads a string up to its NUL.
   *
   * @param end the string and its NUL lie before it
   * @param most bytes without the NUL
   */
  String string(long offset, long end, int most) throws IOException {
    if (offset < 0 || offset >= end || end > size()) {
      throw refuse(ElfError.STRING, "a string at " + offset + " is outside of its table");
    }
    ByteBuffer bytes = at(offset, (int) Math.min(most + 1L, end - offset));
    int start = (int) (offset - blockStart);
    for (int length = 0; length <= most && offset + length < end; length++) {
      if (bytes.get(start + length) == 0) {
        return text(bytes.slice(start, length), offset);
      }
    }
    throw refuse(ElfError.STRING, "the string at " + offset + " has no end, or is too long");
  }

  private String text(ByteBuffer bytes, long offset) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      if (text.codePoints().allMatch(Printable::isPlain)) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // Refused below, like all that is no plain text.
    }
    throw refuse(ElfError.STRING, "the string at " + offset + " is no plain text");
  }

  private ByteBuffer at(long offset, int length) throws IOException {
    if (offset < 0 || offset > size() - length) {
      throw refuse(ElfError.SEGMENTS, "it points to byte " + offset + " of " + size());
    }
    long blockEnd = blockStart + block.limit();
    if (offset < blockStart || offset + length > blockEnd) {
      // What is there already is kept, so that reading on never goes back in the source.
      int kept = offset < blockStart ? 0 : (int) Math.max(0, blockEnd - offset);
      int wanted = (int) Math.min(BLOCK, size() - offset) - kept;
      ByteBuffer next = ByteBuffer.allocate(kept + wanted).order(order);
      next.put(block.array(), block.limit() - kept, kept)
          .put(source.read(offset + kept, wanted))
          .flip();
      block = next;
      blockStart = offset;
    }
    return block;
  }

  ElfException refuse(ElfError error, String found) {
    return new ElfException(
        error, name, found, "give a file that its linker or package made, whole and unchanged");
  }
}
