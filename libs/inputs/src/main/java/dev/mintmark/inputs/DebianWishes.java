package dev.mintmark.inputs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The packages that somebody wants, loosely: one name a line, {@code name=version} for an exact
 * version. A lock is made of them.
 *
 * @param wishes in the file's order, at least one, no name twice
 */
public record DebianWishes(List<Wish> wishes) {
  private static final int MAX_BYTES = 1 << 20;

  public DebianWishes {
    wishes = List.copyOf(wishes);
  }

  /** One wish. */
  public record Wish(String name, Optional<String> version) {}

  /**
   * Reads the file.
   *
   * @throws FaultyLineException naming the first line that is no wish
   */
  public static DebianWishes parse(byte[] file) throws FaultyLineException {
    List<Wish> wishes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (LockLines.Line line : LockLines.of(file, MAX_BYTES)) {
      Wish wish = wish(line);
      if (!names.add(wish.name())) {
        throw line.faulty("the package stands twice");
      }
      wishes.add(wish);
    }
    if (wishes.isEmpty()) {
      throw new FaultyLineException(1, "", "the file names no package");
    }
    return new DebianWishes(wishes);
  }

  private static Wish wish(LockLines.Line line) throws FaultyLineException {
    int equals = line.text().indexOf('=');
    String name = equals < 0 ? line.text() : line.text().substring(0, equals);
    Optional<String> version =
        equals < 0 ? Optional.empty() : Optional.of(line.text().substring(equals + 1));
    if (!DebianNames.isName(name) || !version.map(DebianNames::isVersion).orElse(true)) {
      throw line.faulty("the line is neither a package's name nor name=version");
    }
    return new Wish(name, version);
  }
}
