package dev.mintmark.packages.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.util.Arrays;

/** One block of 512 bytes: a header as POSIX (ustar), GNU and Unix version 7 write it. */
final class TarHeader {
  static final int BLOCK = 512;

  private static final int NAME = 100;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int LINK = 157;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;

  private final Subject subject;
  private final byte[] block;

  /**
   * @throws dev.mintmark.packages.PackageException (PKG-004) for a wrong checksum
   */
  TarHeader(Subject subject, byte[] block) {
    this.subject = subject;
    this.block = block;
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : block[i] & 0xff;
    }
    if (number("checksum", CHECKSUM, 8) != sum) {
      throw refuse("a header's checksum is wrong");
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
    return (char) (block[TYPE] & 0xff);
  }

  /** Name and, in a ustar header, its prefix. */
  byte[] name() {
    byte[] name = text(0, NAME);
    byte[] prefix = isUstar() ? text(PREFIX, 155) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    whole[prefix.length] = '/';
    System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
    return whole;
  }

  /** GNU's magic, two blanks instead of NUL and version, has other fields in the prefix's place. */
  private boolean isUstar() {
    return new String(block, MAGIC, 8, ISO_8859_1).equals("ustar\u000000");
  }

  byte[] linkName() {
    return text(LINK, NAME);
  }

  long mode() {
    return number("mode", 100, 8);
  }

  long user() {
    return number("uid", 108, 8);
  }

  long group() {
    return number("gid", 116, 8);
  }

  long size() {
    return number("size", 124, 12);
  }

  private byte[] text(int from, int length) {
    int end = from;
    while (end < from + length && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, from, end);
  }

  /** Octal digits, or GNU's big-endian binary when the first bit is set. */
  private long number(String what, int from, int length) {
    return (block[from] & 0x80) == 0 ? octal(what, from, length) : binary(what, from, length);
  }

  private long octal(String what, int from, int length) {
    String digits = new String(text(from, length), ISO_8859_1).strip();
    if (!digits.matches("[0-7]{0,20}")) {
      throw refuse("the " + what + " in a header is no octal number");
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private long binary(String what, int from, int length) {
    long value = block[from] & 0x7f;
    for (int i = from + 1; i < from + length; i++) {
      if (value > Long.MAX_VALUE >> 8) {
        throw refuse("the " + what + " in a header is negative or too large");
      }
      value = value << 8 | (block[i] & 0xff);
    }
    return value;
  }

  private RuntimeException refuse(String found) {
    return subject.refuse(
        RefusalCode.TAR_FORM,
        new String(text(0, NAME), ISO_8859_1),
        found,
        "get the package again, or pack it again with GNU tar");
  }
}
