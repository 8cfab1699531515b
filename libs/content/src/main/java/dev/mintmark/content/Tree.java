package dev.mintmark.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder's files, by path, size and digest. Its {@linkplain #bytes() text} is one line per file,
 * {@code <hex> <size> <path>\n}, sorted by the paths' UTF-8 bytes; the tree digest is the SHA-256
 * of that text, so the text is itself an artifact whose digest names the folder.
 *
 * @param entries sorted by path, without doubles
 */
public record Tree(List<Entry> entries) {
  /** A text form longer than this is refused: 100,000 files with long names fit. */
  public static final int MAX_BYTES = 32 << 20;

  /**
   * One file.
   *
   * @param path relative, {@code /} between its parts, no {@code .} or {@code ..} part, no control
   *     character, nothing that could not be decoded
   * @param size in bytes
   */
  public record Entry(String path, long size, Digest digest) {
    /** What a JVM shows for bytes of a file's name that are no text in its locale. */
    private static final char UNDECODABLE = '\uFFFD';

    public Entry {
      if (path.indexOf(UNDECODABLE) >= 0) {
        throw new IllegalArgumentException(
            "the name '" + path + "' is not UTF-8, or the locale (LC_ALL) is not: rename the file");
      }
      if (!isSafe(path)) {
        throw new IllegalArgumentException("not a relative path inside the folder: '" + path + "'");
      }
      if (size < 0) {
        throw new IllegalArgumentException("size of " + path + " is negative: " + size);
      }
    }

    private static boolean isSafe(String path) {
      if (path.isEmpty() || path.startsWith("/") || path.endsWith("/")) {
        return false;
      }
      if (path.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
        return false;
      }
      return Stream.of(path.split("/", -1)).noneMatch(p -> Set.of("", ".", "..").contains(p));
    }
  }

  private static final Comparator<Entry> BY_PATH_BYTES =
      (a, b) ->
          java.util.Arrays.compareUnsigned(a.path().getBytes(UTF_8), b.path().getBytes(UTF_8));

  public Tree {
    entries = entries.stream().sorted(BY_PATH_BYTES).toList();
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).path().equals(entries.get(i - 1).path())) {
        throw new IllegalArgumentException("two files named " + entries.get(i).path());
      }
    }
  }

  /**
   * Hashes a folder.
   *
   * @throws IllegalArgumentException when it holds a symbolic link, a special file or a name that
   *     is not text in this process's encoding: a tree is plain files, and its digest must not
   *     depend on the locale
   */
  public static Tree of(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          continue;
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          throw new IllegalArgumentException(
              path + " is not a plain file: a tree holds no links and no devices");
        }
        String name = folder.relativize(path).toString().replace('\\', '/');
        entries.add(new Entry(name, Files.size(path), Digest.of(path)));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new Tree(entries);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException unless the bytes are exactly what {@link #bytes()} writes
   */
  public static Tree parse(byte[] bytes) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not a tree: not UTF-8", e);
    }
    List<Entry> entries = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] parts = line.split(" ", 3);
      if (parts.length != 3) {
        throw new IllegalArgumentException("not a tree: line '" + line + "'");
      }
      entries.add(new Entry(parts[2], Long.parseLong(parts[1]), new Digest(parts[0])));
    }
    Tree tree = new Tree(entries);
    if (!java.util.Arrays.equals(tree.bytes(), bytes)) {
      throw new IllegalArgumentException(
          "not a tree: its lines are not in their one form and order");
    }
    return tree;
  }

  /** The text form, UTF-8. */
  public byte[] bytes() {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      text.append(entry.digest().hex())
          .append(' ')
          .append(entry.size())
          .append(' ')
          .append(entry.path())
          .append('\n');
    }
    return text.toString().getBytes(UTF_8);
  }

  /** The tree digest. */
  public Digest digest() {
    return Digest.of(bytes());
  }

  /** The reference to the text form. */
  public Artifact artifact() {
    return Artifact.of(bytes(), MediaTypes.TREE);
  }
}
