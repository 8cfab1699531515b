package dev.mintmark.compare.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mintmark.compare.difference.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The header of a gzip stream's first member (RFC 1952, section 2.3).
 *
 * @param fields by name, as shown
 * @param length in bytes
 */
record GzipHeader(SequencedMap<String, String> fields, int length) {
  private static final int FIXED = 10;
  private static final int MAX_TEXT = 1 << 16;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  static GzipHeader read(InputStream in) throws IOException {
    byte[] fixed = in.readNBytes(FIXED);
    if (fixed.length < FIXED || fixed[0] != 0x1f || fixed[1] != (byte) 0x8b || fixed[2] != 8) {
      throw new MalformedException("it begins with " + HexFormat.of().formatHex(fixed));
    }
    SequencedMap<String, String> fields = new LinkedHashMap<>();
    int flags = fixed[3];
    fields.put("flags", Integer.toString(flags & 0xff));
    fields.put("mtime", Long.toString(number(fixed, 4, 4)));
    fields.put("level", Integer.toString(fixed[8] & 0xff));
    fields.put("system", Integer.toString(fixed[9] & 0xff));
    int length = FIXED;
    if ((flags & EXTRA) != 0) {
      int count = (int) number(in.readNBytes(2), 0, 2);
      fields.put("extra", HexFormat.of().formatHex(in.readNBytes(count)));
      length += 2 + count;
    }
    if ((flags & NAME) != 0) {
      length += text("name", in, fields);
    }
    if ((flags & COMMENT) != 0) {
      length += text("comment", in, fields);
    }
    length += (flags & HEADER_CRC) != 0 ? 2 : 0;
    return new GzipHeader(fields, length);
  }

  private static int text(String name, InputStream in, SequencedMap<String, String> fields)
      throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int b = in.read(); b != 0; b = in.read()) {
      if (b < 0 || text.size() == MAX_TEXT) {
        throw new MalformedException("the " + name + " in its header does not end");
      }
      text.write(b);
    }
    fields.put(name, text.toString(ISO_8859_1));
    return text.size() + 1;
  }

  private static long number(byte[] bytes, int offset, int count) {
    if (bytes.length < offset + count) {
      throw new MalformedException("it ends inside its header");
    }
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | bytes[offset + i] & 0xff;
    }
    return value;
  }
}
