package dev.mintmark.image.install;

import dev.mintmark.image.refusal.ClosureRefusals;
import dev.mintmark.image.request.ImageClosure;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.Content;
import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.nar.StoreClosure;
import dev.mintmark.packages.nar.StoreItem;
import dev.mintmark.packages.nar.StorePath;
import dev.mintmark.packages.root.Contribution;
import dev.mintmark.packages.root.MergedTree;
import dev.mintmark.packages.root.Root;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Unpacks closures of Nix and Guix into a tree, each store path at its place. */
public final class Closures {
  /** A store path says nothing about its licence. */
  private static final String NO_LICENSE = "NOASSERTION";

  private static final Content NOTHING = InputStream::nullInputStream;

  private final PackageFiles files;

  public Closures(PackageFiles files) {
    this.files = files;
  }

  /** A store path, and the closure that brought it first. */
  private record Brought(ImageClosure by, StoreItem item) {}

  /**
   * Adds the closures to the tree; the order of the request does not matter but for a store path
   * that several bring, which counts as the first one's.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-009, IMG-050
   * @throws dev.mintmark.packages.PackageException for a closure that cannot be used
   */
  public LayerPart install(LayeredTree tree, List<ImageClosure> closures) throws IOException {
    Map<StorePath, Brought> items = new TreeMap<>();
    for (ImageClosure closure : closures) {
      add(closure, items);
    }
    Map<Subject, Brought> bySubject = new HashMap<>();
    List<Contribution> contributions = new ArrayList<>();
    items.forEach((path, brought) -> {
      Subject subject = new Subject(path.toString());
      bySubject.put(subject, brought);
      contributions.add(Contribution.of(subject, brought.item().entries()));
    });
    MergedTree merged = Root.merge(TreeBase.of(tree), contributions, Limits.DEFAULT);
    return new Placing(
            tree, (by, placed) -> input(Objects.requireNonNull(bySubject.get(by)), placed.packed()))
        .of(merged);
  }

  private void add(ImageClosure closure, Map<StorePath, Brought> items) throws IOException {
    String name = "closure " + closure.source().digest();
    Path file = files.fetch("closure", closure.source());
    for (StoreItem item : StoreClosure.open(file, new Subject(name), Limits.DEFAULT).items()) {
      Brought first = items.putIfAbsent(item.path(), new Brought(closure, item));
      if (first != null && !contents(first.item()).equals(contents(item))) {
        throw ClosureRefusals.unlike(
            item.path(), first.by().source().digest(), closure.source().digest());
      }
    }
  }

  /** What makes two store paths the same. */
  private static List<PackageEntry> contents(StoreItem item) {
    return item.entries().stream().map(Closures::bare).toList();
  }

  private static PackageEntry bare(PackageEntry entry) {
    return entry instanceof PackageEntry.File file
        ? new PackageEntry.File(
            file.path(),
            file.mode(),
            file.owner(),
            file.size(),
            file.digest(),
            file.attributes(),
            NOTHING)
        : entry;
  }

  private static FileTable.Input input(Brought of, String packed) {
    String license = of.by().license();
    return new FileTable.Input(
        of.by().source(),
        packed,
        StoreUrls.of(of.item().path()),
        license == null ? NO_LICENSE : license);
  }
}
