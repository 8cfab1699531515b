package dev.mintmark.packages.deb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.TarEntry;
import dev.mintmark.packages.archive.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The files of control.tar: a flat folder. */
final class ControlArchive {
  private static final Set<String> KEPT = Set.of("control", "md5sums", "conffiles");

  /** The longest control files of Debian have a tenth of it. */
  private static final int MAX_CONTROL = 256 << 10;

  private static final Set<String> SCRIPTS =
      Set.of("preinst", "postinst", "prerm", "postrm", "config");

  private final Subject subject;
  private final Limits limits;
  private final Map<String, byte[]> kept = new HashMap<>();
  private final Set<String> names = new TreeSet<>();
  private boolean diverts;
  private long bytes;

  private ControlArchive(Subject subject, Limits limits) {
    this.subject = subject;
    this.limits = limits;
  }

  /**
   * Reads the uncompressed archive.
   *
   * @throws PackageException (PKG-022 and those of {@link TarReader})
   */
  static ControlArchive read(Subject subject, Limits limits, InputStream in) throws IOException {
    ControlArchive control = new ControlArchive(subject, limits);
    TarReader tar = new TarReader(subject, limits, in);
    for (Optional<TarEntry> e = tar.next(); e.isPresent(); e = tar.next()) {
      control.add(e.get(), tar);
    }
    if (!control.names.contains("control")) {
      throw control.refuse("control", "the package has no control file");
    }
    return control;
  }

  private void add(TarEntry entry, TarReader tar) throws IOException {
    String name = entry.name().startsWith("./") ? entry.name().substring(2) : entry.name();
    boolean folder = name.isEmpty() || name.equals(".");
    if (folder && entry.kind() == TarEntry.Kind.DIRECTORY) {
      return;
    }
    if (entry.kind() != TarEntry.Kind.FILE || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw refuse(entry.name(), "control files are plain files in one folder");
    }
    if (!names.add(name)) {
      throw refuse(entry.name(), "the package has two of it");
    }
    checkSize(name, entry.size());
    keep(name, tar.content());
  }

  private void checkSize(String name, long size) {
    bytes += size;
    int most = name.equals("control") ? MAX_CONTROL : limits.textBytes();
    if (size > most || bytes > limits.textBytes()) {
      throw subject.refuse(
          RefusalCode.TOO_LARGE,
          name,
          "it has more than " + most + " bytes, or all control files have",
          "use a package that holds less");
    }
  }

  private void keep(String name, InputStream content) throws IOException {
    if (KEPT.contains(name)) {
      kept.put(name, content.readAllBytes());
    } else if (SCRIPTS.contains(name)) {
      String script = new String(content.readAllBytes(), ISO_8859_1);
      diverts |= script.contains("dpkg-divert");
    }
  }

  /** A file's bytes, empty when the package has none of that name. */
  Optional<byte[]> file(String name) {
    return Optional.ofNullable(kept.get(name));
  }

  /** Which maintainer scripts there are, sorted. */
  Set<String> scripts() {
    Set<String> scripts = new TreeSet<>(names);
    scripts.retainAll(SCRIPTS);
    return scripts;
  }

  /** Whether a maintainer script speaks of dpkg-divert. */
  boolean diverts() {
    return diverts;
  }

  private PackageException refuse(String name, String found) {
    return subject.refuse(RefusalCode.CONTROL_MEMBER, name, found, "build the package again");
  }
}
