package dev.mintmark.image.install;

import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.image.request.ImagePackage;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.root.Contribution;
import dev.mintmark.packages.root.MergedTree;
import dev.mintmark.packages.root.Root;
import dev.mintmark.packages.wheel.PythonLayout;
import dev.mintmark.packages.wheel.WheelFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Installs wheels for the Python that is in a tree, as pip would. */
public final class Wheels {
  private static final String NO_LICENSE = "NOASSERTION";
  private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");
  private static final Pattern EXPRESSION = Pattern.compile("[A-Za-z0-9.+:() -]{1,500}");

  private final PackageFiles files;

  public Wheels(PackageFiles files) {
    this.files = files;
  }

  /** A wheel, and what the file table says of it. */
  private record Wanted(ImagePackage asked, String license) {}

  /**
   * Adds the wheels to the tree; the order of the request does not matter.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-009, IMG-015 to IMG-017
   * @throws dev.mintmark.packages.PackageException for a wheel that cannot be used
   */
  public LayerPart install(LayeredTree tree, List<ImagePackage> packages) throws IOException {
    PythonHome python = new PythonFinder(tree).find();
    Map<Subject, Wanted> bySubject = new HashMap<>();
    List<Contribution> contributions = new ArrayList<>();
    for (ImagePackage asked : packages) {
      WheelFile wheel = open(asked);
      wheel.requireCompatible(python.target());
      bySubject.put(wheel.subject(), new Wanted(asked, license(wheel)));
      contributions.add(Contribution.of(wheel.subject(), wheel.install(python.layout())));
    }
    contributions.sort(Comparator.comparing(each -> each.input().name()));
    MergedTree merged = Root.merge(TreeBase.of(tree), contributions, Limits.DEFAULT);
    return new Placing(
            tree,
            (by, placed) ->
                input(Objects.requireNonNull(bySubject.get(by)), placed.packed(), python.layout()))
        .of(merged);
  }

  private WheelFile open(ImagePackage asked) throws IOException {
    WheelFile wheel = WheelFile.open(files.fetch(asked), new Subject(asked.file()), Limits.DEFAULT);
    String found = wheel.metadata().name();
    String version = wheel.metadata().version();
    if (!normal(found).equals(normal(asked.name())) || !version.equals(asked.version())) {
      throw ImageRefusals.otherPackage(
          asked.file(), asked.name() + " " + asked.version(), found + " " + version);
    }
    return wheel;
  }

  /** A project's one name (PEP 503). */
  private static String normal(String name) {
    return SEPARATORS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }

  private static String license(WheelFile wheel) {
    return wheel
        .metadata()
        .license()
        .filter(text -> EXPRESSION.matcher(text).matches())
        .orElse(NO_LICENSE);
  }

  /** Members are counted from site-packages; what lies elsewhere has its path in the image. */
  private static FileTable.Input input(Wanted of, String path, PythonLayout layout) {
    String site = path.startsWith(layout.purelib() + "/") ? layout.purelib() : layout.platlib();
    String member = path.startsWith(site + "/") ? path.substring(site.length() + 1) : path;
    return new FileTable.Input(of.asked().source(), member, of.asked().purl(), of.license());
  }
}
