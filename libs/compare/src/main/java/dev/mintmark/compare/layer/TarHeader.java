package dev.mintmark.compare.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.compare.difference.MalformedException;
import java.math.BigInteger;
import java.util.Arrays;

/** One header block (POSIX ustar, and GNU's forms of numbers). */
final class TarHeader {
  static final int BLOCK = 512;

  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_END = 156;

  private final byte[] block;
  private final long at;

  /**
   * @param at offset of the block in the archive, for errors
   * @throws MalformedException when its checksum is wrong
   */
  TarHeader(byte[] block, long at) {
    this.block = block;
    this.at = at;
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= CHECKSUM && i < CHECKSUM_END ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    long written = number("checksum", CHECKSUM, CHECKSUM_END - CHECKSUM);
    if (written != unsigned && written != signed) {
      throw malformed("has a wrong checksum");
    }
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  char type() {
    return block[156] == 0 ? '0' : (char) (block[156] & 0xff);
  }

  String path() {
    String name = text(0, 100);
    boolean posix = text(257, 6).equals("ustar") && block[263] == '0';
    String prefix = posix ? text(345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return new String(block, offset, end - offset, UTF_8);
  }

  /** Octal digits, or GNU's binary form for what is too large for these. */
  long number(String name, int offset, int length) {
    if ((block[offset] & 0x80) != 0) {
      return binary(name, offset, length);
    }
    String digits = text(offset, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
    } catch (NumberFormatException e) {
      throw malformed("has no number as " + name);
    }
  }

  private long binary(String name, int offset, int length) {
    byte[] bytes = Arrays.copyOfRange(block, offset, offset + length);
    // The mark is no part of the number; what is left of it is the sign.
    bytes[0] = (byte) ((bytes[0] & 0x40) != 0 ? bytes[0] : bytes[0] & 0x7f);
    BigInteger value = new BigInteger(bytes);
    if (value.bitLength() > 63) {
      throw malformed("has a " + name + " out of range");
    }
    return value.longValue();
  }

  MalformedException malformed(String found) {
    return new MalformedException("the tar header at byte " + at + " " + found);
  }
}
