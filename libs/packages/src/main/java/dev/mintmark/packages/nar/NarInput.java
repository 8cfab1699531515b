package dev.mintmark.packages.nar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.EntryPath;
import java.io.IOException;
import java.io.InputStream;

/** The words of which NARs and exports are made: numbers of 8 bytes, and padded strings. */
final class NarInput {
  private static final int WORD = 8;

  private final Subject subject;
  private final InputStream in;
  private long at;

  NarInput(Subject subject, InputStream in) {
    this.subject = subject;
    this.in = in;
  }

  /** How many bytes were read. */
  long at() {
    return at;
  }

  /** A number, its lowest byte first. */
  long word() throws IOException {
    byte[] bytes = new byte[WORD];
    readFully(bytes, WORD);
    long word = 0;
    for (int i = WORD - 1; i >= 0; i--) {
      word = word << 8 | (bytes[i] & 0xff);
    }
    if (word < 0) {
      throw malformed("it has a number of more than 63 bits");
    }
    return word;
  }

  /** 1 or 0. */
  boolean flag(String says) throws IOException {
    long word = word();
    if (word > 1) {
      throw malformed("where 1 or 0 says whether " + says + ", it has " + word);
    }
    return word == 1;
  }

  /** A string of at most so many bytes. */
  byte[] bytes(int most) throws IOException {
    long length = word();
    if (length > most) {
      throw malformed("it has a text of " + length + " bytes where " + most + " are the most");
    }
    byte[] bytes = new byte[(int) length];
    readFully(bytes, bytes.length);
    padding(length);
    return bytes;
  }

  /** A string that is UTF-8. */
  String text(int most) throws IOException {
    return EntryPath.decode(subject, bytes(most));
  }

  /** A string of the form's own. */
  String token() throws IOException {
    return new String(bytes(16), ISO_8859_1);
  }

  void expect(String token) throws IOException {
    String found = token();
    if (!found.equals(token)) {
      throw unexpected(found, "'" + token + "'");
    }
  }

  PackageException unexpected(String found, String expected) {
    return malformed("where it should have " + expected + ", it has '" + found + "'");
  }

  /** Up to so many of the next bytes, which belong to no word. */
  int read(byte[] into, long most) throws IOException {
    int n = in.read(into, 0, (int) Math.min(into.length, most));
    if (n < 0) {
      throw endsEarly();
    }
    at += n;
    return n;
  }

  /** The zeros behind a string of this length. */
  void padding(long length) throws IOException {
    int count = (int) ((WORD - length % WORD) % WORD);
    byte[] zeros = new byte[WORD];
    readFully(zeros, count);
    for (int i = 0; i < count; i++) {
      if (zeros[i] != 0) {
        throw malformed("a text is padded with something else than zeros");
      }
    }
  }

  void requireEnd() throws IOException {
    if (in.read() >= 0) {
      throw malformed("something follows its end");
    }
  }

  private void readFully(byte[] bytes, int length) throws IOException {
    int n = in.readNBytes(bytes, 0, length);
    at += n;
    if (n < length) {
      throw endsEarly();
    }
  }

  private PackageException endsEarly() {
    return malformed("it ends too early");
  }

  PackageException malformed(String found) {
    return subject.refuse(
        RefusalCode.NAR_FORM,
        "at byte " + at,
        found,
        "write it with nix-store --export or guix archive --export, uncompressed");
  }
}
