package dev.mintmark.inputs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Debian packages of an image, one line each, exact.
 *
 * @param vendor who makes the distribution, e.g. {@code debian}: the namespace of package URLs
 * @param codename of its release, e.g. {@code bookworm}
 * @param packages sorted by architecture, then name; one of each
 */
public record DebianLock(String vendor, String codename, List<Package> packages) {
  /** A lock file longer than this many bytes is refused. */
  public static final int MAX_BYTES = 8 << 20;

  private static final Pattern DISTRIBUTION =
      Pattern.compile("distribution ([a-z0-9][a-z0-9.+-]{0,63}) ([a-z0-9][a-z0-9.+-]{0,63})");
  private static final Comparator<Package> ORDER =
      Comparator.comparing(Package::architecture).thenComparing(Package::name);

  public DebianLock {
    packages = List.copyOf(packages);
  }

  /**
   * One package for one architecture of the image.
   *
   * @param architecture of the image, in Debian's words; a package for all stands under each
   * @param size in bytes
   * @param path in the mirror, relative to its address: {@code pool/…/<name>_<version>_<arch>.deb}
   */
  public record Package(
      String architecture, String name, String version, Digest digest, long size, String path) {
    private static final Pattern FORM =
        Pattern.compile(
            "([a-z0-9]{1,16}) (\\S{1,128}) (\\S{1,128}) (sha256:[0-9a-f]{64})"
                + " ([1-9][0-9]{0,11}) (\\S{1,512})");
    private static final Pattern PATH =
        Pattern.compile("[A-Za-z0-9][A-Za-z0-9+.~_%:-]*(?:/[A-Za-z0-9][A-Za-z0-9+.~_%:-]*)*\\.deb");

    public Package {
      require(architecture.matches("[a-z0-9]{1,16}"), "no architecture: " + architecture);
      require(DebianNames.isName(name), "no package name: " + name);
      require(DebianNames.isVersion(version), "no version: " + version);
      require(size > 0, "no size: " + size);
      require(isPath(path), "no path in a mirror: " + path);
    }

    private static void require(boolean right, String fault) {
      if (!right) {
        throw new IllegalArgumentException(fault);
      }
    }

    /** Whether a text may stand as the path of a package. */
    public static boolean isPath(String text) {
      return text.length() <= 512 && PATH.matcher(text).matches();
    }

    /** The archive's own file name. */
    public String file() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Package parse(LockLines.Line line) throws FaultyLineException {
      Matcher words = FORM.matcher(line.text());
      if (!words.matches()) {
        throw line.faulty(
            "the line is not `architecture name version sha256:<64 hex> size path` with single"
                + " spaces");
      }
      try {
        return new Package(
            words.group(1),
            words.group(2),
            words.group(3),
            Digest.parse(words.group(4)),
            Long.parseLong(words.group(5)),
            words.group(6));
      } catch (IllegalArgumentException e) {
        throw line.faulty(String.valueOf(e.getMessage()));
      }
    }

    String line() {
      return String.join(" ", architecture, name, version, digest + "", size + "", path);
    }
  }

  /**
   * Reads a lock file.
   *
   * @throws FaultyLineException naming the first line that is not whole, out of order or doubled
   */
  public static DebianLock parse(byte[] file) throws FaultyLineException {
    List<LockLines.Line> lines = LockLines.of(file, MAX_BYTES);
    if (lines.isEmpty()) {
      throw new FaultyLineException(1, "", "the file locks no package");
    }
    Matcher distribution = DISTRIBUTION.matcher(lines.getFirst().text());
    if (!distribution.matches()) {
      throw lines.getFirst().faulty("the first line is not `distribution <vendor> <codename>`");
    }
    List<Package> packages = new ArrayList<>();
    for (LockLines.Line line : lines.subList(1, lines.size())) {
      Package next = Package.parse(line);
      if (!packages.isEmpty() && ORDER.compare(packages.getLast(), next) >= 0) {
        throw line.faulty("the line is doubled, or not sorted by architecture and name");
      }
      packages.add(next);
    }
    if (packages.isEmpty()) {
      throw lines.getFirst().faulty("the file locks no package");
    }
    return new DebianLock(distribution.group(1), distribution.group(2), packages);
  }

  /** The file's text: reading it gives this lock again. */
  public byte[] bytes() {
    List<Package> sorted = new ArrayList<>(packages);
    Collections.sort(sorted, ORDER);
    String head =
        "# Debian packages of the image, exact; `mintmark vendor --update` writes this file anew.\n"
            + "# architecture name version digest size path\n"
            + "distribution %s %s\n".formatted(vendor, codename);
    return sorted.stream()
        .map(Package::line)
        .collect(Collectors.joining("\n", head, "\n"))
        .getBytes(UTF_8);
  }

  /** Those for one architecture. */
  public List<Package> of(String architecture) {
    return packages.stream().filter(p -> p.architecture().equals(architecture)).toList();
  }

  /** The package of a name for an architecture. */
  public Optional<Package> find(String architecture, String name) {
    return of(architecture).stream().filter(p -> p.name().equals(name)).findFirst();
  }
}
