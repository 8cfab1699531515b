package dev.mintmark.elf.resolve;

import dev.mintmark.elf.ElfError;
import dev.mintmark.elf.ElfException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code /etc/ld.so.cache}, from which glibc's loader takes the folders of {@code ld.so.conf}: it
 * never reads the configuration itself. Entries for special processors are left out, since not
 * every device has those.
 */
final class LoaderCache {
  static final String PATH = "/etc/ld.so.cache";
  private static final int MOST_BYTES = 8 << 20;
  private static final byte[] OLD = "ld.so-1.7.0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 48;
  private static final int ENTRY = 24;

  /** Of an image without one. */
  static final LoaderCache NONE = new LoaderCache(Map.of());

  private final Map<String, List<String>> paths;

  private LoaderCache(Map<String, List<String>> paths) {
    this.paths = paths;
  }

  /**
   * @throws ElfException (ELF-011) for a cache that is not well-formed; an image without one has an
   *     empty one
   */
  static LoaderCache read(FileTree tree) throws IOException {
    var found = tree.find(PATH);
    if (found.isEmpty()) {
      return NONE;
    }
    if (found.get().file().size() > MOST_BYTES) {
      throw refuse("it has " + found.get().file().size() + " bytes, more than " + MOST_BYTES);
    }
    try (InputStream in = found.get().file().content().open()) {
      return parse(in.readNBytes(MOST_BYTES));
    } catch (IndexOutOfBoundsException e) {
      throw refuse("it points out of itself");
    }
  }

  private static LoaderCache parse(byte[] bytes) {
    ByteBuffer whole = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int start = starts(bytes, 0, OLD) ? aligned(16 + 12L * count(whole, 12)) : 0;
    if (!starts(bytes, start, MAGIC)) {
      throw refuse("it does not begin as glibc writes it");
    }
    ByteBuffer cache = whole.slice(start, bytes.length - start).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, List<String>> paths = new TreeMap<>();
    int count = count(cache, 20);
    for (int i = 0; i < count; i++) {
      int entry = HEADER + i * ENTRY;
      if (cache.getLong(entry + 16) == 0) {
        String name = string(cache, cache.getInt(entry + 4));
        paths
            .computeIfAbsent(name, key -> new ArrayList<>())
            .add(string(cache, cache.getInt(entry + 8)));
      }
    }
    return new LoaderCache(paths);
  }

  private static int count(ByteBuffer bytes, int at) {
    int count = bytes.getInt(at);
    if (count < 0 || count > bytes.limit() / 12) {
      throw refuse("it announces " + Integer.toUnsignedString(count) + " entries");
    }
    return count;
  }

  private static int aligned(long offset) {
    return (int) ((offset + 7) & ~7L);
  }

  private static boolean starts(byte[] bytes, int at, byte[] magic) {
    return at + magic.length <= bytes.length
        && ByteBuffer.wrap(bytes, at, magic.length).equals(ByteBuffer.wrap(magic));
  }

  private static String string(ByteBuffer cache, int at) {
    StringBuilder text = new StringBuilder();
    for (int i = at; cache.get(i) != 0; i++) {
      text.append((char) (cache.get(i) & 0xff));
      if (text.length() > 4096) {
        throw refuse("it has a path of over 4096 bytes");
      }
    }
    return text.toString();
  }

  private static ElfException refuse(String found) {
    return new ElfException(ElfError.LOADER_CACHE, PATH, found, "let ldconfig write it again");
  }

  /** In the cache's order; none when it does not know the name. */
  List<String> paths(String name) {
    return paths.getOrDefault(name, List.of());
  }
}
