package dev.mintmark.image.assemble;

import dev.mintmark.image.base.BaseImage;
import dev.mintmark.image.base.BaseReader;
import dev.mintmark.image.base.BaseTree;
import dev.mintmark.image.dockerfile.DockerfileBuilder;
import dev.mintmark.image.dockerfile.DockerfileLayer;
import dev.mintmark.image.input.Workspace;
import dev.mintmark.image.install.Closures;
import dev.mintmark.image.install.DebianPackages;
import dev.mintmark.image.install.PackageFiles;
import dev.mintmark.image.install.Wheels;
import dev.mintmark.image.request.BaseReference;
import dev.mintmark.image.request.ImageClosure;
import dev.mintmark.image.request.ImagePackage;
import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.image.tree.ImageTree;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.image.tree.TreeEntry;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lays one platform's inputs upon each other, the lowest first; for any number of threads. */
final class PlatformPlanner {
  private final ImageRequest request;
  private final @Nullable BaseReader bases;
  private final @Nullable DockerfileBuilder dockerfile;
  private final BaseTree baseTree;
  private final DebianPackages debianPackages;
  private final Closures closures;
  private final Wheels wheels;

  /**
   * @param dockerfile null for none
   */
  PlatformPlanner(
      ArtifactStore store,
      Workspace workspace,
      ImageRequest request,
      @Nullable DockerfileBuilder dockerfile) {
    this.request = request;
    this.dockerfile = dockerfile;
    BaseReference base = request.base();
    this.bases = base == null ? null : new BaseReader(store, base);
    this.baseTree = new BaseTree(store, workspace);
    PackageFiles files = new PackageFiles(store, workspace);
    this.debianPackages = new DebianPackages(files);
    this.closures = new Closures(files);
    this.wheels = new Wheels(files);
  }

  /**
   * Reads and checks everything; writes no layer.
   *
   * @param files of this platform
   * @param app of all platforms
   */
  PlatformPlan plan(Platform platform, List<ImageFileEntry> files, List<ImageFileEntry> app)
      throws IOException {
    if (dockerfile != null) {
      return plan(dockerfile.build(platform), files, app);
    }
    BaseImage base = base(platform);
    LayeredTree tree =
        base == null
            ? new LayeredTree(platform)
            : baseTree.of(base, platform, purl(base, platform));
    List<FileTable.Row> baseRows = base == null ? List.of() : rows(tree);
    List<PlannedLayer> own = new ArrayList<>();
    String name = platform.toString().replace('/', '-');
    List<ImagePackage> debs = request.packages(platform, ImagePackage.Kind.DEBIAN);
    if (!debs.isEmpty()) {
      own.add(
          new PlannedLayer(
              name + "-debian",
              "mintmark: Debian packages for " + platform,
              debianPackages.install(tree, debs)));
    }
    List<ImageClosure> asked = request.closures(platform);
    if (!asked.isEmpty()) {
      own.add(
          new PlannedLayer(
              name + "-closures",
              "mintmark: closures for " + platform,
              closures.install(tree, asked)));
    }
    List<ImagePackage> wheelFiles = request.packages(platform, ImagePackage.Kind.WHEEL);
    if (!wheelFiles.isEmpty()) {
      own.add(
          new PlannedLayer(
              name + "-wheels",
              "mintmark: wheels for " + platform,
              wheels.install(tree, wheelFiles)));
    }
    FilePlaces places = new FilePlaces(tree);
    if (!files.isEmpty()) {
      own.add(new PlannedLayer(name, "mintmark: files for " + platform, places.own(files)));
    }
    places.shared(app);
    return new PlatformPlan(
        platform, base, base == null ? null : base.config().run(), baseRows, own, tree);
  }

  private static PlatformPlan plan(
      DockerfileLayer made, List<ImageFileEntry> files, List<ImageFileEntry> app) {
    LayeredTree tree = made.tree();
    Platform platform = tree.platform();
    String name = platform.toString().replace('/', '-');
    List<FileTable.Row> baseRows =
        rows(tree).stream()
            .filter(row -> !made.part().inputs().containsKey(row.path().substring(1)))
            .toList();
    List<PlannedLayer> own = new ArrayList<>();
    if (!made.part().entries().isEmpty()) {
      own.add(
          new PlannedLayer(
              name + "-dockerfile", "mintmark: Dockerfile for " + platform, made.part()));
    }
    FilePlaces places = new FilePlaces(tree);
    if (!files.isEmpty()) {
      own.add(new PlannedLayer(name, "mintmark: files for " + platform, places.own(files)));
    }
    places.shared(app);
    return new PlatformPlan(platform, made.base(), made.run(), baseRows, own, tree);
  }

  /** A platform's image of the base, without its layers' bytes; null for none. */
  @Nullable BaseImage base(Platform platform) {
    return bases == null ? null : bases.read(platform);
  }

  private static String purl(BaseImage base, Platform platform) {
    return "pkg:oci/base@sha256%3A" + base.base().hex() + "?arch=" + platform.architecture();
  }

  private static List<FileTable.Row> rows(ImageTree tree) {
    List<FileTable.Row> rows = new ArrayList<>();
    for (TreeEntry entry : tree.entries()) {
      if (entry.kind() == TreeEntry.Kind.FILE) {
        FileTable.Input input = Objects.requireNonNull(entry.input());
        rows.add(
            new FileTable.Row(
                tree.platform(),
                "/" + entry.path(),
                entry.mode(),
                entry.size(),
                Objects.requireNonNull(entry.digest()),
                input.artifact().digest(),
                input));
      }
    }
    return rows;
  }
}
