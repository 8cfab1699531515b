package dev.mintmark.vendor.debian;

import dev.mintmark.content.Digest;
import dev.mintmark.inputs.DebianLock;
import dev.mintmark.vendor.VendorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The signed indexes that vouch for a lock: {@code InRelease} of each source, as apt checked it
 * when the lock was made or its packages were fetched. They are kept by digest; a list of them lies
 * in {@code evidence}, named by the lock's digest and the architecture. What came first stays, so
 * that the evidence of a lock does not change while its mirror does.
 */
public final class IndexEvidence {
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{64}) ([1-9][0-9]{0,9}) ([A-Za-z0-9][!-~]{0,240})");
  private static final Pattern SIGNED = Pattern.compile(".*_(?:InRelease|Release|Release\\.gpg)");

  private final VendorStore store;

  public IndexEvidence(VendorStore store) {
    this.store = store;
  }

  /**
   * A file that is kept.
   *
   * @param name as apt names the index: address of the source, suite, kind
   * @param size in bytes
   */
  public record Index(String name, Digest digest, long size) {}

  /** Those of a lock, sorted by name; none when nobody fetched its indexes here. */
  public List<Index> of(DebianLock lock, String architecture) throws IOException {
    Path list = list(lock, architecture);
    List<Index> indexes = new ArrayList<>();
    for (String line : Files.isRegularFile(list) ? Files.readAllLines(list) : List.<String>of()) {
      Matcher words = LINE.matcher(line);
      if (words.matches()) {
        Digest digest = new Digest(words.group(1));
        long size = Long.parseLong(words.group(2));
        if (store.has(digest, size)) {
          indexes.add(new Index(words.group(3), digest, size));
        }
      }
    }
    return indexes;
  }

  /** Notes files that are in the store already, unless the lock has evidence. */
  public void note(DebianLock lock, String architecture, List<Index> indexes) throws IOException {
    if (indexes.isEmpty() || !of(lock, architecture).isEmpty()) {
      return;
    }
    List<String> lines =
        indexes.stream()
            .sorted(Comparator.comparing(Index::name))
            .map(each -> "%s %d %s".formatted(each.digest().hex(), each.size(), each.name()))
            .filter(line -> LINE.matcher(line).matches())
            .toList();
    Path list = list(lock, architecture);
    Files.createDirectories(list.getParent());
    Path part = Files.createTempFile(store.work("kept"), "evidence", ".part");
    Files.write(part, lines);
    Files.move(part, list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Keeps what apt has in a folder of lists that it just checked. */
  void keep(DebianLock lock, String architecture, Path lists) throws IOException {
    List<Path> signed;
    try (Stream<Path> files = Files.list(lists)) {
      signed =
          files
              .filter(file -> SIGNED.matcher(file.getFileName().toString()).matches())
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
    }
    List<Index> indexes = new ArrayList<>();
    for (Path file : signed) {
      byte[] bytes = Files.readAllBytes(file);
      indexes.add(new Index(name(file), store.keep(bytes), bytes.length));
    }
    note(lock, architecture, indexes);
  }

  /** A source of files has a name that begins with its path. */
  private static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("^_+", "");
  }

  private Path list(DebianLock lock, String architecture) {
    return store
        .root()
        .resolve("evidence")
        .resolve(Digest.of(lock.bytes()).hex() + "-" + architecture);
  }
}
