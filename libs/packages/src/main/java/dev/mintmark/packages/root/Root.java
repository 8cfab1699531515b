package dev.mintmark.packages.root;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.EntryPath;
import dev.mintmark.packages.entry.Owner;
import dev.mintmark.packages.entry.PackageEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Merges packages over a base. An entry lands where the links of the base, and of the packages
 * before it, lead its folder, as it would for dpkg: over {@code lib -> usr/lib} a package's {@code
 * lib/ld-linux-aarch64.so.1} becomes {@code usr/lib/ld-linux-aarch64.so.1}. The last part of a path
 * is followed for directories alone. Two packages may agree on a directory and on nothing else.
 *
 * <p>What the base has stays as it is. Its directories keep their mode and owner, as with dpkg; a
 * file or link that a package brings as well has to be the very same, and is then the base's.
 */
public final class Root {
  private static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
  private static final Subject BASE = new Subject("base image");
  private static final int IMPLIED_MODE = 0755;

  private final Limits limits;
  private final Resolver resolver;

  /** Files of the base that a package brings, too, with the package that did so last. */
  private final Map<Node, Contribution> agreed = new IdentityHashMap<>();

  private Root(Limits limits) {
    this.limits = limits;
    this.resolver = new Resolver(limits);
  }

  /**
   * A pure function of its arguments: the packages' contents are not read.
   *
   * @param contributions in the order in which they are unpacked: a package that brings a link
   *     through which others go comes before them
   * @throws PackageException (PKG-007, PKG-010, PKG-013, PKG-050, PKG-051)
   */
  public static MergedTree merge(Base base, List<Contribution> contributions, Limits limits) {
    Root root = new Root(limits);
    root.addBase(base);
    for (Contribution contribution : contributions) {
      contribution.entries().forEach(entry -> root.add(contribution, entry));
    }
    return root.tree();
  }

  private void addBase(Base base) {
    for (PackageEntry.Directory directory : base.directories()) {
      resolver.at(BASE, directory.path(), null).set(directory, null, directory.path());
    }
    for (PackageEntry.Symlink link : base.links()) {
      resolver.at(BASE, link.path(), null).set(link, null, link.path());
    }
    for (PackageEntry.File file : base.files()) {
      resolver.at(BASE, file.path(), null).set(file, null, file.path());
    }
  }

  private void add(Contribution by, PackageEntry entry) {
    switch (entry) {
      case PackageEntry.Directory directory -> addDirectory(by, directory);
      case PackageEntry.File file -> addNew(by, file);
      case PackageEntry.Symlink link -> addLink(by, link);
      case PackageEntry.Hardlink link -> addHardlink(by, link);
    }
  }

  private void addDirectory(Contribution by, PackageEntry.Directory directory) {
    Node node = resolver.at(by.input(), directory.path(), by);
    if (node.isLink()) {
      node = resolver.directory(by.input(), directory.path(), directory.path(), by);
    }
    PackageEntry there = node.entry();
    PackageEntry.Directory placed = directory.at(node.path());
    if (node.isFile()) {
      throw conflict(by, directory.path(), node);
    }
    if (there == null) {
      node.set(placed, by, directory.path());
    } else if (node.owner() != null && !there.equals(placed)) {
      throw conflict(by, directory.path(), node);
    }
    node.wantedBy(by);
  }

  private void addLink(Contribution by, PackageEntry.Symlink link) {
    Node node = resolver.at(by.input(), link.path(), by);
    if (node.entry() instanceof PackageEntry.Symlink there
        && node.owner() == null
        && there.target().equals(link.target())
        && there.owner().equals(link.owner())) {
      return;
    }
    requireFree(by, link.path(), node);
    // Where it now lies, the same target may lead elsewhere.
    EntryPath.checkTarget(by.input(), limits, node.path(), link.target());
    node.set(link.at(node.path()), by, link.path());
  }

  private void addNew(Contribution by, PackageEntry.File file) {
    Node node = resolver.at(by.input(), file.path(), by);
    if (isBases(node, file)) {
      agreed.put(node, by);
      return;
    }
    requireFree(by, file.path(), node);
    node.set(file.at(node.path()), by, file.path());
  }

  private void addHardlink(Contribution by, PackageEntry.Hardlink link) {
    Node target = resolver.at(by.input(), link.target(), by);
    if (target.entry() instanceof PackageEntry.File file && agreed.get(target) == by) {
      // A layer's hard link cannot reach into the base: the second name gets a file of its own.
      addNew(by, file.at(link.path()));
      return;
    }
    if (!(target.entry() instanceof PackageEntry.File) || target.owner() != by) {
      throw by.input()
          .refuse(
              RefusalCode.LINK,
              link.path(),
              "it is a hard link to '" + link.target() + "', which is no file of its package",
              "do not use this package");
    }
    Node node = resolver.at(by.input(), link.path(), by);
    requireFree(by, link.path(), node);
    node.set(new PackageEntry.Hardlink(node.path(), target.path()), by, link.path());
  }

  /** Whether the base has this very file there. */
  private static boolean isBases(Node node, PackageEntry.File file) {
    return node.owner() == null
        && node.entry() instanceof PackageEntry.File there
        && there.digest().equals(file.digest())
        && there.size() == file.size()
        && there.mode() == file.mode()
        && there.owner().equals(file.owner())
        && there.attributes().equals(file.attributes());
  }

  private static void requireFree(Contribution by, String path, Node node) {
    if (node.entry() != null || node.isFile() || !node.children().isEmpty()) {
      throw conflict(by, path, node);
    }
  }

  private static PackageException conflict(Contribution by, String path, Node node) {
    Contribution other = node.owner();
    String whose = other == null ? "the base image" : other.input().name();
    String at = node.path().equals(path) ? "" : " as '" + node.path() + "'";
    return by.input()
        .refuse(
            RefusalCode.CONFLICT,
            path,
            whose + " has it" + at + ", " + kind(node),
            advice(by, other));
  }

  private static String kind(Node node) {
    if (node.entry() instanceof PackageEntry.Directory directory) {
      return "a directory with mode "
          + Integer.toOctalString(directory.mode())
          + " of "
          + directory.owner();
    }
    return node.isFile() ? "a file" : node.isLink() ? "a link" : "a directory";
  }

  private static String advice(Contribution by, @Nullable Contribution other) {
    if (other != null && replaces(by, other)) {
      return "one says that it Replaces files of the other, which is not followed: use versions "
          + "that share no file";
    }
    if (by.diverts() || (other != null && other.diverts())) {
      return "a maintainer script diverts files, and scripts are not run: leave one of the two out";
    }
    return "leave one of the two out; where it is about a link to a directory, put the package that "
        + "brings the link first";
  }

  private static boolean replaces(Contribution one, Contribution other) {
    return one.replaces().contains(other.packageName())
        || other.replaces().contains(one.packageName());
  }

  private MergedTree tree() {
    List<Placed> placed = new ArrayList<>();
    Deque<Node> todo = new ArrayDeque<>(resolver.root().children().values());
    while (!todo.isEmpty()) {
      Node node = todo.pop();
      todo.addAll(node.children().values());
      if (node.isWanted()) {
        placed.add(placed(node));
      }
    }
    placed.sort(Comparator.comparing(each -> each.entry().path(), BY_BYTES));
    return new MergedTree(placed);
  }

  private static Placed placed(Node node) {
    Optional<Subject> input = Optional.ofNullable(node.owner()).map(Contribution::input);
    PackageEntry entry =
        Objects.requireNonNullElseGet(
            node.entry(), () -> new PackageEntry.Directory(node.path(), IMPLIED_MODE, Owner.ROOT));
    String packed = node.packed().isEmpty() ? node.path() : node.packed();
    return new Placed(entry, input, packed);
  }
}
