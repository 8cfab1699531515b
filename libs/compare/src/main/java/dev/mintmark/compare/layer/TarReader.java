package dev.mintmark.compare.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.compare.difference.MalformedException;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive once and keeps a table of it. Streams: contents are hashed as they pass.
 *
 * <p>Bounded: {@link #MAX_ENTRIES} entries, {@link #MAX_TEXT} characters of names and pax records.
 */
final class TarReader {
  static final int MAX_ENTRIES = 50_000;
  static final long MAX_TEXT = 8 << 20;
  static final int MAX_EXTENSION = 1 << 20;

  private final InputStream in;
  private final MessageDigest whole = Digest.sha256();
  private final byte[] buffer = new byte[1 << 16];
  private final List<TarEntry> entries = new ArrayList<>();
  private final Map<TarEntry.Header, TarEntry.Header> headers = new HashMap<>();
  private long position;
  private long text;
  // What extended headers say about the next entry.
  private SortedMap<String, String> extended = new TreeMap<>();
  private @Nullable String longName;
  private @Nullable String longLink;
  private CRC32C headerHash = new CRC32C();

  private TarReader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads to the end of the stream.
   *
   * @throws MalformedException for anything but a tar archive
   */
  static TarTable read(InputStream in) throws IOException {
    return new TarReader(in).table();
  }

  private TarTable table() throws IOException {
    while (true) {
      long at = position;
      byte[] block = block();
      if (block.length == 0 || TarHeader.isZero(block)) {
        boolean clean = rest();
        return new TarTable(List.copyOf(entries), Digest.finish(whole), position - at, clean);
      }
      if (block.length < TarHeader.BLOCK) {
        throw new MalformedException("it ends inside the tar header at byte " + at);
      }
      headerHash.update(block);
      header(new TarHeader(block, at));
    }
  }

  private byte[] block() throws IOException {
    byte[] block = in.readNBytes(TarHeader.BLOCK);
    passed(block, block.length);
    return block;
  }

  private void passed(byte[] bytes, int count) {
    whole.update(bytes, 0, count);
    position += count;
  }

  /** Reads what is behind the last entry; whether it is all zeros. */
  private boolean rest() throws IOException {
    boolean clean = true;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      passed(buffer, n);
      for (int i = 0; i < n; i++) {
        clean &= buffer[i] == 0;
      }
    }
    return clean;
  }

  private void header(TarHeader header) throws IOException {
    long size = header.number("size", 124, 12);
    if (size < 0) {
      throw header.malformed("has a negative size");
    }
    switch (header.type()) {
      case 'x' -> Pax.read(extension(header, size), "", extended);
      case 'g' -> Pax.read(extension(header, size), "global ", extended);
      case 'L' -> longName = zeroEnded(extension(header, size));
      case 'K' -> longLink = zeroEnded(extension(header, size));
      default -> entry(header, size);
    }
  }

  private byte[] extension(TarHeader header, long size) throws IOException {
    if (size > MAX_EXTENSION) {
      throw header.malformed("has an extension of " + size + " bytes");
    }
    byte[] bytes = in.readNBytes((int) size);
    passed(bytes, bytes.length);
    if (bytes.length < size) {
      throw header.malformed("is longer than the archive");
    }
    skipPadding(size);
    headerHash.update(bytes);
    return bytes;
  }

  private static String zeroEnded(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private void entry(TarHeader header, long headerSize) throws IOException {
    String path = extended.getOrDefault("path", longName == null ? header.path() : longName);
    TarEntry.Header fields = fields(header);
    long size = size(header, headerSize);
    long offset = position;
    Digest content = content(header, size);
    boolean clean = skipPadding(size);
    long hash = headerHash.getValue();
    entries.add(new TarEntry(path, fields, size, offset, content, hash, clean));
    text += path.length();
    if (entries.size() > MAX_ENTRIES || text > MAX_TEXT) {
      throw new MalformedException("it has more entries or longer names than are looked at");
    }
    extended = new TreeMap<>();
    longName = null;
    longLink = null;
    headerHash = new CRC32C();
  }

  private long size(TarHeader header, long size) {
    String told = extended.get("size");
    boolean hasContent =
        switch (header.type()) {
          case '1', '2', '3', '4', '5', '6' -> false;
          default -> true;
        };
    if (told == null || !hasContent) {
      return hasContent ? size : 0;
    }
    try {
      return Long.parseUnsignedLong(told);
    } catch (NumberFormatException e) {
      throw header.malformed("has the pax size '" + told + "'");
    }
  }

  private TarEntry.Header fields(TarHeader header) {
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("type", Character.toString(header.type()));
    fields.put("mode", "0" + Long.toOctalString(header.number("mode", 100, 8)));
    fields.put("uid", extended("uid", header.number("uid", 108, 8)));
    fields.put("gid", extended("gid", header.number("gid", 116, 8)));
    fields.put("mtime", extended("mtime", header.number("mtime", 136, 12)));
    fields.put("uname", extended.getOrDefault("uname", header.text(265, 32)));
    fields.put("gname", extended.getOrDefault("gname", header.text(297, 32)));
    String link = longLink == null ? header.text(157, 100) : longLink;
    fields.put("linkname", extended.getOrDefault("linkpath", link));
    fields.put("device", header.number("device", 329, 8) + ":" + header.number("device", 337, 8));
    extended.forEach((key, value) -> fields.put("pax " + key, value));
    TarEntry.Header made = new TarEntry.Header(fields);
    TarEntry.Header known = headers.putIfAbsent(made, made);
    if (known == null) {
      text += fields.values().stream().mapToLong(String::length).sum();
    }
    return known == null ? made : known;
  }

  private String extended(String key, long value) {
    return extended.getOrDefault(key, Long.toString(value));
  }

  private Digest content(TarHeader header, long size) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    for (long left = size; left > 0; ) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw header.malformed("announces " + size + " bytes, " + left + " more than are there");
      }
      sha256.update(buffer, 0, n);
      passed(buffer, n);
      left -= n;
    }
    return Digest.finish(sha256);
  }

  /** Whether the padding is all zeros. */
  private boolean skipPadding(long size) throws IOException {
    int count = (int) Math.floorMod(-size, (long) TarHeader.BLOCK);
    byte[] padding = in.readNBytes(count);
    passed(padding, padding.length);
    if (padding.length < count) {
      throw new MalformedException("it ends inside the padding at byte " + position);
    }
    return TarHeader.isZero(padding);
  }
}
