package dev.mintmark.compare.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A tar archive, written byte by byte so that nothing in it is out of reach. */
public final class TarFile {
  private static final int BLOCK = 512;

  /** An entry's header fields by name, as {@code ustar} writes them, and its content. */
  public record Entry(Map<String, String> fields, byte[] content) {
    public static Entry file(String path, String content) {
      return file(path, content.getBytes(UTF_8));
    }

    public static Entry file(String path, byte[] content) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("path", path);
      fields.put("mode", "0000644");
      fields.put("uid", "0000000");
      fields.put("gid", "0000000");
      fields.put("mtime", "14000000000");
      fields.put("type", "0");
      fields.put("linkname", "");
      fields.put("uname", "");
      fields.put("gname", "");
      return new Entry(fields, content);
    }

    public Entry with(String field, String value) {
      Map<String, String> changed = new LinkedHashMap<>(fields);
      changed.put(field, value);
      return new Entry(changed, content);
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private int zeros = 2 * BLOCK;
  private byte padding;

  public static TarFile of(Entry... entries) {
    TarFile tar = new TarFile();
    tar.entries.addAll(List.of(entries));
    return tar;
  }

  /** Zeros at the end. */
  public TarFile endedBy(int count) {
    zeros = count;
    return this;
  }

  /** What contents are filled up with. */
  public TarFile paddedWith(int value) {
    padding = (byte) value;
    return this;
  }

  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      out.writeBytes(header(entry));
      out.writeBytes(entry.content());
      pad(out);
    }
    out.writeBytes(new byte[zeros]);
    return out.toByteArray();
  }

  private void pad(ByteArrayOutputStream out) {
    while (out.size() % BLOCK != 0) {
      out.write(padding);
    }
  }

  private static byte[] header(Entry entry) {
    byte[] block = new byte[BLOCK];
    put(block, 0, entry, "path");
    put(block, 100, entry, "mode");
    put(block, 108, entry, "uid");
    put(block, 116, entry, "gid");
    put(block, 124, String.format(Locale.ROOT, "%011o", entry.content().length));
    put(block, 136, entry, "mtime");
    put(block, 156, entry, "type");
    put(block, 157, entry, "linkname");
    put(block, 257, "ustar\00000");
    put(block, 265, entry, "uname");
    put(block, 297, entry, "gname");
    put(block, 148, "        ");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    return block;
  }

  private static void put(byte[] block, int offset, Entry entry, String field) {
    put(block, offset, String.valueOf(entry.fields().get(field)));
  }

  private static void put(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }
}
