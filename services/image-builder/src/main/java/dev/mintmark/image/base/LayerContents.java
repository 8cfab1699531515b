package dev.mintmark.image.base;

import dev.mintmark.content.Digest;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.image.tree.TreeEntry;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.FileSlice;
import dev.mintmark.packages.archive.TarEntry;
import dev.mintmark.packages.archive.TarReader;
import dev.mintmark.packages.entry.EntryPath;
import dev.mintmark.packages.entry.Owner;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One layer's entries and whiteouts (image-spec, "Image Layer Filesystem Changeset"). Whatever
 * engines do not all read alike is refused.
 */
final class LayerContents {
  private static final String ADVICE = Folders.ADVICE;
  private static final int BUFFER = 1 << 16;

  private final LayerOrigin origin;
  private final Subject subject;
  private final Path tar;
  private final List<TarEntry> entries = new ArrayList<>();
  private final List<Digest> digests = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private final Whiteouts whiteouts;

  private LayerContents(LayerOrigin origin, Path tar) {
    this.origin = origin;
    this.subject = origin.subject();
    this.tar = tar;
    this.whiteouts = new Whiteouts(subject);
  }

  /**
   * Reads and hashes everything once.
   *
   * @param tar uncompressed; contents are read from it later
   * @throws dev.mintmark.packages.PackageException (PKG-004, PKG-007, PKG-010 to PKG-013)
   */
  static LayerContents read(LayerOrigin origin, Path tar) throws IOException {
    LayerContents contents = new LayerContents(origin, tar);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(tar), BUFFER)) {
      TarReader reader = new TarReader(contents.subject, Limits.DEFAULT, in);
      Set<String> seen = new HashSet<>();
      for (Optional<TarEntry> e = reader.next(); e.isPresent(); e = reader.next()) {
        contents.add(e.get(), reader, seen);
      }
    }
    return contents;
  }

  private void add(TarEntry entry, TarReader reader, Set<String> seen) throws IOException {
    String name = relative(entry.name());
    if (name.endsWith("/") && entry.kind() == TarEntry.Kind.DIRECTORY) {
      name = name.substring(0, name.length() - 1);
    }
    if (entry.kind() == TarEntry.Kind.DIRECTORY && (name.isEmpty() || name.equals("."))) {
      return;
    }
    if (whiteouts.add(name, entry.kind())) {
      return;
    }
    EntryPath.check(subject, Limits.DEFAULT, name);
    if (!seen.add(name)) {
      throw subject.refuse(RefusalCode.DUPLICATE, name, "two entries claim it", ADVICE);
    }
    if (entry.kind() == TarEntry.Kind.SYMLINK) {
      EntryPath.checkTarget(subject, Limits.DEFAULT, name, entry.linkTarget());
    }
    origin.check().accept(entry);
    paths.add(name);
    entries.add(entry);
    digests.add(hash(reader.content()));
  }

  private static String relative(String name) {
    return name.startsWith("./") ? name.substring(2) : name;
  }

  private static Digest hash(InputStream content) throws IOException {
    MessageDigest digest = Digest.sha256();
    byte[] buffer = new byte[BUFFER];
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return Digest.finish(digest);
  }

  /**
   * Changes the tree of the layers below as unpacking this one would: whiteouts first, for they are
   * about lower layers alone.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-011, PKG-013, PKG-014)
   */
  void layOver(LayeredTree tree) {
    whiteouts.applyTo(tree);
    Set<String> placed = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      place(tree, i, placed);
    }
  }

  private void place(LayeredTree tree, int i, Set<String> placed) {
    TarEntry entry = entries.get(i);
    String path = paths.get(i);
    Folders.require(subject, tree, path);
    if (entry.kind() != TarEntry.Kind.DIRECTORY) {
      for (String below : tree.below(path).keySet()) {
        if (placed.contains(below)) {
          throw subject.refuse(
              RefusalCode.BELOW_FILE, below, "the layer makes '" + path + "' no folder", ADVICE);
        }
      }
      tree.remove(path);
    }
    tree.put(convert(tree, path, entry, digests.get(i)));
    placed.add(path);
  }

  private TreeEntry convert(LayeredTree tree, String path, TarEntry entry, Digest digest) {
    Owner owner = new Owner(entry.user(), entry.group());
    FileTable.Input input = origin.inputs().apply(path);
    return switch (entry.kind()) {
      case DIRECTORY -> TreeEntry.directory(path, entry.mode(), owner);
      case SYMLINK -> TreeEntry.symlink(path, entry.linkTarget(), owner, input);
      case FILE -> file(path, entry, owner, digest, input);
      case HARDLINK -> {
        TreeEntry named = named(tree, path, entry);
        yield TreeEntry.file(
            path,
            named.mode(),
            named.owner(),
            named.size(),
            named.digest(),
            input,
            named.content());
      }
    };
  }

  private TreeEntry file(
      String path, TarEntry entry, Owner owner, Digest digest, FileTable.Input input) {
    long offset = entry.offset();
    long size = entry.size();
    return TreeEntry.file(
        path, entry.mode(), owner, size, digest, input, () -> FileSlice.open(tar, offset, size));
  }

  private TreeEntry named(LayeredTree tree, String path, TarEntry entry) {
    return tree.at(relative(entry.linkTarget()))
        .filter(there -> there.kind() == TreeEntry.Kind.FILE)
        .orElseThrow(() ->
            subject.refuse(
                RefusalCode.LINK,
                path,
                "it is a hard link to '" + entry.linkTarget() + "', which is no file before it",
                ADVICE));
  }
}
