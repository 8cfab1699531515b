package dev.mintmark.image.install;

import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.image.request.ImagePackage;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.deb.DebControl;
import dev.mintmark.packages.deb.DebPackage;
import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.root.Contribution;
import dev.mintmark.packages.root.MergedTree;
import dev.mintmark.packages.root.Root;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Unpacks Debian packages into a tree; none of their scripts is run. */
public final class DebianPackages {
  /** A package says nothing about its licence that a program could read. */
  private static final String NO_LICENSE = "NOASSERTION";

  private final PackageFiles files;

  public DebianPackages(PackageFiles files) {
    this.files = files;
  }

  /**
   * Adds the packages to the tree. Those that bring links which others go through come first, the
   * rest by file name, so the order of the request does not matter.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-009, IMG-015, IMG-019, IMG-021
   * @throws dev.mintmark.packages.PackageException for a package that cannot be used
   */
  public LayerPart install(LayeredTree tree, List<ImagePackage> packages) throws IOException {
    Map<Subject, ImagePackage> bySubject = new HashMap<>();
    List<Contribution> contributions = new ArrayList<>();
    DpkgDatabase base = DpkgDatabase.of(tree);
    for (ImagePackage wanted : packages) {
      DebPackage opened = open(wanted);
      requireNoOther(base, opened.control());
      bySubject.put(opened.subject(), wanted);
      contributions.add(opened.contribution());
    }
    MergedTree merged = Root.merge(TreeBase.of(tree), ordered(contributions), Limits.DEFAULT);
    return new Placing(
            tree, (by, placed) -> input(Objects.requireNonNull(bySubject.get(by)), placed.packed()))
        .of(merged);
  }

  private DebPackage open(ImagePackage wanted) throws IOException {
    Words words =
        Words.of(wanted.platform())
            .orElseThrow(() ->
                ImageRefusals.request(
                    "Debian packages for " + wanted.platform() + " are not known here"));
    DebPackage opened =
        DebPackage.spool(
            files.fetch(wanted), new Subject(wanted.file()), Limits.DEFAULT, files.spool(wanted));
    opened.requireArchitecture(words.debian());
    String found = opened.control().name() + " " + opened.control().version();
    String asked = wanted.name() + " " + wanted.version();
    if (!found.equals(asked)) {
      throw ImageRefusals.otherPackage(wanted.file(), asked, found);
    }
    return opened;
  }

  /** dpkg would upgrade it, which takes files of the base away. */
  private static void requireNoOther(DpkgDatabase base, DebControl control) {
    for (String version : base.versions(control.name(), control.architecture())) {
      if (!version.equals(control.version())) {
        throw ImageRefusals.inBase(control.name(), control.version(), version);
      }
    }
  }

  private static List<Contribution> ordered(List<Contribution> contributions) {
    Set<String> ways = new HashSet<>();
    for (Contribution contribution : contributions) {
      contribution.entries().forEach(entry -> addWays(entry.path(), ways));
    }
    return contributions.stream()
        .sorted(
            Comparator.comparing((Contribution each) -> !bringsWay(each, ways))
                .thenComparing(each -> each.input().name()))
        .toList();
  }

  private static void addWays(String path, Set<String> ways) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      ways.add(path.substring(0, slash));
    }
  }

  private static boolean bringsWay(Contribution contribution, Set<String> ways) {
    return contribution.entries().stream()
        .anyMatch(entry -> entry instanceof PackageEntry.Symlink && ways.contains(entry.path()));
  }

  private static FileTable.Input input(ImagePackage of, String packed) {
    return new FileTable.Input(of.source(), packed, of.purl(), NO_LICENSE);
  }
}
