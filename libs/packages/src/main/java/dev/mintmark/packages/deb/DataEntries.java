package dev.mintmark.packages.deb;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.TarEntry;
import dev.mintmark.packages.archive.TarReader;
import dev.mintmark.packages.entry.Attribute;
import dev.mintmark.packages.entry.EntryPath;
import dev.mintmark.packages.entry.Owner;
import dev.mintmark.packages.entry.PackageEntry;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads data.tar once, whole: every header is checked and every file hashed. */
final class DataEntries {
  private final Subject subject;
  private final Limits limits;
  private final DataArchive archive;
  private final Map<String, PackageEntry> byPath = new LinkedHashMap<>();
  private final Map<String, Md5> md5 = new LinkedHashMap<>();
  private final byte[] buffer = new byte[1 << 16];

  private DataEntries(Subject subject, Limits limits, DataArchive archive) {
    this.subject = subject;
    this.limits = limits;
    this.archive = archive;
  }

  /**
   * Reads the uncompressed archive.
   *
   * @param archive from where the files' contents are read again later
   * @throws PackageException (PKG-010, PKG-011, PKG-013, PKG-014 and those of {@link TarReader})
   */
  static DataEntries read(Subject subject, Limits limits, InputStream in, DataArchive archive)
      throws IOException {
    DataEntries data = new DataEntries(subject, limits, archive);
    TarReader tar = new TarReader(subject, limits, in);
    for (Optional<TarEntry> e = tar.next(); e.isPresent(); e = tar.next()) {
      data.add(e.get(), tar);
    }
    data.byPath.keySet().forEach(data::requireParents);
    return data;
  }

  /** In the archive's order. */
  List<PackageEntry> entries() {
    return List.copyOf(byPath.values());
  }

  /** MD5 of every file and hard link. */
  Map<String, Md5> md5() {
    return md5;
  }

  private void add(TarEntry entry, TarReader tar) throws IOException {
    Optional<String> path = path(entry);
    if (path.isEmpty()) {
      return;
    }
    PackageEntry added = convert(path.get(), entry, tar);
    if (byPath.putIfAbsent(added.path(), added) != null) {
      throw subject.refuse(
          RefusalCode.DUPLICATE, added.path(), "two entries claim it", "build the package again");
    }
  }

  /** The root itself is nothing that a package brings. */
  private Optional<String> path(TarEntry entry) {
    boolean directory = entry.kind() == TarEntry.Kind.DIRECTORY;
    String name = relative(entry.name());
    if (directory && name.endsWith("/")) {
      name = name.substring(0, name.length() - 1);
    }
    if (directory && (name.equals(".") || (name.isEmpty() && !entry.name().isEmpty()))) {
      return Optional.empty();
    }
    return Optional.of(EntryPath.check(subject, limits, name));
  }

  private static String relative(String name) {
    return name.startsWith("./") ? name.substring(2) : name;
  }

  private PackageEntry convert(String path, TarEntry entry, TarReader tar) throws IOException {
    Owner owner = new Owner(entry.user(), entry.group());
    return switch (entry.kind()) {
      case FILE -> file(path, entry, owner, tar.content());
      case DIRECTORY -> new PackageEntry.Directory(path, entry.mode(), owner);
      case SYMLINK ->
          new PackageEntry.Symlink(
              path, EntryPath.checkTarget(subject, limits, path, entry.linkTarget()), owner);
      case HARDLINK -> hardlink(path, relative(entry.linkTarget()));
    };
  }

  private PackageEntry file(String path, TarEntry entry, Owner owner, InputStream content)
      throws IOException {
    MessageDigest sha256 = Digest.sha256();
    MessageDigest md5Sum = Md5.computation();
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      sha256.update(buffer, 0, n);
      md5Sum.update(buffer, 0, n);
    }
    md5.put(path, Md5.finish(md5Sum));
    long offset = entry.offset();
    long size = entry.size();
    return new PackageEntry.File(
        path,
        entry.mode(),
        owner,
        size,
        Digest.finish(sha256),
        attributes(entry),
        () -> archive.open(offset, size));
  }

  private static SortedMap<String, Attribute> attributes(TarEntry entry) {
    SortedMap<String, Attribute> attributes = new TreeMap<>();
    entry.attributes().forEach((name, value) -> attributes.put(name, Attribute.of(value)));
    return Collections.unmodifiableSortedMap(attributes);
  }

  /** Only an earlier file of this package: a link to anything else would take it into the image. */
  private PackageEntry hardlink(String path, String target) {
    if (!(byPath.get(target) instanceof PackageEntry.File)) {
      throw subject.refuse(
          RefusalCode.LINK,
          path,
          "it is a hard link to '" + target + "', which is no file before it in this package",
          "do not use this package");
    }
    md5.put(path, Objects.requireNonNull(md5.get(target)));
    return new PackageEntry.Hardlink(path, target);
  }

  private void requireParents(String path) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      PackageEntry parent = byPath.get(path.substring(0, slash));
      if (parent != null && !(parent instanceof PackageEntry.Directory)) {
        throw subject.refuse(
            RefusalCode.BELOW_FILE,
            path,
            "the package itself makes '" + parent.path() + "' a file or a link",
            "it may be an attack: do not use this package");
      }
    }
  }
}
