package dev.mintmark.packages.nar;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.Budget;
import dev.mintmark.packages.archive.FileSlice;
import dev.mintmark.packages.entry.Attribute;
import dev.mintmark.packages.entry.EntryPath;
import dev.mintmark.packages.entry.Owner;
import dev.mintmark.packages.entry.PackageEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads NARs, the Nix archive of one store path. It has one form: names sorted by their bytes, and
 * of modes only whether a file can be executed.
 */
final class NarReader {
  private static final int FILE = 0444;
  private static final int EXECUTABLE = 0555;
  private static final int DIRECTORY = 0555;

  /** As file systems have it. */
  private static final int MAX_NAME = 255;

  private static final int MAX_DEPTH = 256;
  private static final SortedMap<String, Attribute> NO_ATTRIBUTES =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private final Path file;
  private final Subject subject;
  private final Limits limits;
  private final Budget budget;
  private final NarInput in;
  private final byte[] buffer = new byte[1 << 14];

  /**
   * @param file whose bytes {@code in} gives from the first on
   */
  NarReader(Path file, Subject subject, Limits limits, Budget budget, NarInput in) {
    this.file = file;
    this.subject = subject;
    this.limits = limits;
    this.budget = budget;
    this.in = in;
  }

  /**
   * The next NAR's entries, relative to the store path, whose own is empty: an export names it only
   * behind the NAR.
   */
  List<PackageEntry> read() throws IOException {
    in.expect("nix-archive-1");
    List<PackageEntry> entries = new ArrayList<>();
    node("", 0, entries);
    return entries;
  }

  private void node(String path, int depth, List<PackageEntry> entries) throws IOException {
    in.expect("(");
    in.expect("type");
    String type = in.token();
    switch (type) {
      case "regular" -> entries.add(regular(path));
      case "symlink" -> entries.add(symlink(path));
      case "directory" -> directory(path, depth, entries);
      default -> throw in.unexpected(type, "'regular', 'symlink' or 'directory'");
    }
  }

  private PackageEntry regular(String path) throws IOException {
    String next = in.token();
    boolean executable = next.equals("executable");
    if (executable) {
      in.expect("");
      next = in.token();
    }
    if (!next.equals("contents")) {
      throw in.unexpected(next, "'contents'");
    }
    long size = in.word();
    budget.entry(path, "", size);
    long offset = in.at();
    Digest digest = contents(size);
    in.padding(size);
    in.expect(")");
    return new PackageEntry.File(
        path,
        executable ? EXECUTABLE : FILE,
        Owner.ROOT,
        size,
        digest,
        NO_ATTRIBUTES,
        () -> FileSlice.open(file, offset, size));
  }

  private Digest contents(long size) throws IOException {
    MessageDigest digest = Digest.sha256();
    for (long left = size; left > 0; ) {
      int n = in.read(buffer, left);
      digest.update(buffer, 0, n);
      left -= n;
    }
    return Digest.finish(digest);
  }

  private PackageEntry symlink(String path) throws IOException {
    in.expect("target");
    String target = in.text(limits.pathLength());
    in.expect(")");
    budget.entry(path, target, 0);
    return new PackageEntry.Symlink(path, target, Owner.ROOT);
  }

  private void directory(String path, int depth, List<PackageEntry> entries) throws IOException {
    if (depth == MAX_DEPTH) {
      throw subject.refuse(
          RefusalCode.TOO_LARGE,
          path,
          "it lies deeper than " + MAX_DEPTH + " folders",
          "leave it out of the store path");
    }
    budget.entry(path, "", 0);
    entries.add(new PackageEntry.Directory(path, DIRECTORY, Owner.ROOT));
    byte[] before = new byte[0];
    for (String token = in.token(); !token.equals(")"); token = in.token()) {
      if (!token.equals("entry")) {
        throw in.unexpected(token, "'entry' or ')'");
      }
      in.expect("(");
      in.expect("name");
      byte[] name = in.bytes(MAX_NAME);
      String child = path + "/" + name(name, before);
      before = name;
      if (child.getBytes(UTF_8).length > limits.pathLength()) {
        throw subject.refuse(
            RefusalCode.PATH,
            child,
            "its path has more than " + limits.pathLength() + " bytes",
            "leave it out of the store path");
      }
      in.expect("node");
      node(child, depth + 1, entries);
      in.expect(")");
    }
  }

  /** The rest of what names must not be is told when the whole path is known. */
  private String name(byte[] name, byte[] before) {
    String text = EntryPath.decode(subject, name);
    if (text.isEmpty() || text.contains("/") || text.equals(".") || text.equals("..")) {
      throw subject.refuse(
          RefusalCode.PATH,
          text,
          "it is no name of a file",
          "it may be an attack: do not use this export");
    }
    if (Arrays.compareUnsigned(before, name) >= 0) {
      throw in.malformed("the name '" + text + "' is not behind the one before it");
    }
    return text;
  }

  /**
   * What can be told of paths and links only where they lie in the image.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-010, PKG-013)
   */
  void check(List<PackageEntry> placed) {
    for (PackageEntry entry : placed) {
      EntryPath.check(subject, limits, entry.path());
      if (entry instanceof PackageEntry.Symlink link) {
        EntryPath.checkTarget(subject, limits, link.path(), link.target());
      }
    }
  }

  /** An entry of a NAR where its store path lies. */
  static PackageEntry below(String storePath, PackageEntry entry) {
    return entry.at(storePath + entry.path());
  }
}
