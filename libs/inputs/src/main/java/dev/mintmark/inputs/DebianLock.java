package dev.mintmark.inputs;

import dev.mintmark.content.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final SortedLock<Package> TABLE =
      new SortedLock<>(
          "package",
          Pattern.compile("distribution ([a-z0-9][a-z0-9.+-]{0,63}) ([a-z0-9][a-z0-9.+-]{0,63})"),
          "distribution <vendor> <codename>",
          Comparator.comparing(Package::architecture).thenComparing(Package::name),
          "architecture and name");

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
    SortedLock.Contents<Package> contents = TABLE.read(file, MAX_BYTES, Package::parse);
    return new DebianLock(contents.head().group(1), contents.head().group(2), contents.things());
  }

  /** The file's text: reading it gives this lock again. */
  public byte[] bytes() {
    return TABLE.write(
        "# Debian packages of the image, exact; `mintmark vendor --update` writes this file anew.\n"
            + "# architecture name version digest size path\n"
            + "distribution %s %s\n".formatted(vendor, codename),
        packages,
        Package::line);
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
