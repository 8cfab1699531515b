package dev.mintmark.compare.testing;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A gzip stream with a header that can be chosen. */
public final class Gzip {
  /** What Mintmark's own layers begin with. */
  public static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private Gzip() {}

  public static byte[] of(byte[] content) {
    return of(HEADER, content, 6);
  }

  public static byte[] of(byte[] header, byte[] content, int level) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    Deflater deflater = new Deflater(level, true);
    deflater.setInput(content);
    deflater.finish();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    CRC32 crc = new CRC32();
    crc.update(content);
    number(out, crc.getValue());
    number(out, content.length);
    return out.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, long value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write((int) (value >>> shift));
    }
  }
}
