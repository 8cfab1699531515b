package dev.mintmark.image.assemble;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.image.base.BaseImage;
import dev.mintmark.image.cache.BuildCache;
import dev.mintmark.image.cache.KnownImages;
import dev.mintmark.image.dockerfile.DockerfileBuilder;
import dev.mintmark.image.gate.ImageGates;
import dev.mintmark.image.input.Archives;
import dev.mintmark.image.input.Fetched;
import dev.mintmark.image.input.Profiles;
import dev.mintmark.image.input.Trees;
import dev.mintmark.image.input.Workspace;
import dev.mintmark.image.install.LayerPart;
import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.image.request.BaseReference;
import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.Layer;
import dev.mintmark.oci.layer.LayerEntry;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Assembles one build's images. The layers of each, from the lowest up: those of the base as they
 * are, Debian packages, closures, wheels, or what a Dockerfile makes, the files of its platform,
 * the app, which is the same blob in all.
 */
public final class ImageAssembler {
  private final ArtifactStore store;
  private final ImageRequest request;
  private final PlatformFiles platformFiles;
  private final AppFiles appFiles;
  private final PlatformPlanner planner;
  private final BuiltLayer.Writer writer;
  private final Layers layers;
  private final ImageGates gates;
  private final BuildCache cache;

  /**
   * @param dockerfile null for none
   */
  public ImageAssembler(
      ArtifactStore store,
      Workspace workspace,
      Archives archives,
      Fetched fetched,
      ImageRequest request,
      @Nullable DockerfileBuilder dockerfile,
      Layers layers,
      ImageGates gates,
      BuildCache cache) {
    this.store = store;
    this.request = request;
    this.platformFiles = new PlatformFiles(fetched, archives);
    this.appFiles = new AppFiles(fetched, new Trees(store), layers);
    this.planner = new PlatformPlanner(store, workspace, request, dockerfile);
    this.writer = new BuiltLayer.Writer(store, workspace, request.source().epoch(), cache);
    this.layers = layers;
    this.gates = gates;
    this.cache = cache;
  }

  /** Builds and stores every platform's image and the file table. */
  public Assembly assemble() throws IOException {
    Optional<KnownImages> known = cache.images();
    return known.isPresent() ? again(known.get()) : anew();
  }

  /** Only what names the release is made. */
  private Assembly again(KnownImages known) {
    List<PlatformImage> images = new ArrayList<>();
    known
        .layers()
        .forEach((platform, stack) -> {
          BaseImage base = planner.base(platform);
          images.add(
              image(
                  platform,
                  base,
                  base == null ? null : base.config().run(),
                  stack.stream().map(BuiltLayer::of).toList()));
        });
    return new Assembly(images, known.files());
  }

  private Assembly anew() throws IOException {
    List<ImageFileEntry> app = appFiles.of(request);
    List<PlatformPlan> plans = plans(app);
    passGates(plans);
    List<List<BuiltLayer>> stacks = stacks(plans, app);
    List<PlatformImage> images = new ArrayList<>();
    List<FileTable.Row> rows = new ArrayList<>();
    SortedMap<Platform, List<KnownImages.Written>> made = new TreeMap<>();
    for (PlatformPlan plan : plans) {
      List<BuiltLayer> stack = stacks.get(images.size());
      images.add(image(plan.platform(), plan.base(), plan.run(), stack));
      rows.addAll(plan.baseRows());
      stack.forEach(layer -> rows.addAll(layer.rows(plan.platform())));
      made.put(plan.platform(), stack.stream().map(BuiltLayer::written).toList());
    }
    Artifact files = table(rows);
    cache.keep(new KnownImages(files, made));
    return new Assembly(images, files);
  }

  /** All images are looked at as wholes, before anything of them is stored. */
  private void passGates(List<PlatformPlan> plans) throws IOException {
    List<Callable<Platform>> checks = new ArrayList<>();
    for (PlatformPlan plan : plans) {
      checks.add(() -> {
        gates.check(plan.tree(), run(plan).env());
        return plan.platform();
      });
    }
    layers.run(checks);
    gates.requireAllowancesUsed();
  }

  private ImageConfig.Run run(PlatformPlan plan) {
    return RunSettings.of(request, plan.run());
  }

  private Artifact table(List<FileTable.Row> rows) {
    if (rows.size() > FileTable.MAX_ROWS) {
      throw ImageRefusals.tooManyFiles(
          "together they have " + rows.size() + " files, more than " + FileTable.MAX_ROWS);
    }
    FileTable table = new FileTable(rows);
    byte[] bytes = table.bytes();
    if (bytes.length > FileTable.MAX_BYTES) {
      throw ImageRefusals.tooManyFiles(
          "the table of their files has "
              + bytes.length
              + " bytes, more than "
              + FileTable.MAX_BYTES);
    }
    return store.put(bytes, MediaTypes.FILE_TABLE);
  }

  /**
   * Builds and stores the index.
   *
   * @param models manifest of each target's model
   * @param profiles of the targets; what they say of being tested is said here, too
   */
  public Artifact index(
      List<PlatformImage> images, SortedMap<String, Artifact> models, Profiles profiles) {
    BaseReference base = request.base();
    Map<String, String> annotations =
        SourceAnnotations.of(request, base == null ? null : base.digest());
    models.forEach((target, manifest) ->
        annotations.put(Annotations.MODEL_PREFIX + target, manifest.digest().toString()));
    profiles
        .byTarget()
        .forEach((target, profile) ->
            profile
                .tested()
                .ifPresent(who -> annotations.put(Annotations.TESTED_PREFIX + target, who)));
    Map<Platform, Descriptor> manifests = new TreeMap<>();
    images.forEach(image -> manifests.put(image.platform(), Descriptor.of(image.manifest())));
    ImageIndex index = ImageIndex.ofPlatforms(manifests, annotations);
    return store.put(index.bytes(), index.mediaType());
  }

  /** Sorted by platform. */
  private List<PlatformPlan> plans(List<ImageFileEntry> app) throws IOException {
    List<Callable<PlatformPlan>> planners = new ArrayList<>();
    for (Platform platform : new TreeSet<>(request.platforms())) {
      List<ImageFileEntry> files = platformFiles.of(request, platform);
      requireDistinct(files, app);
      planners.add(() -> planner.plan(platform, files, app));
    }
    return layers.run(planners);
  }

  private static void requireDistinct(List<ImageFileEntry> own, List<ImageFileEntry> app) {
    List<ImageFileEntry> all = new ArrayList<>(own);
    all.addAll(app);
    PathClaims.requireDistinct(all);
  }

  /** Writes the layers above the base of all images, in the order of the plans. */
  private List<List<BuiltLayer>> stacks(List<PlatformPlan> plans, List<ImageFileEntry> app)
      throws IOException {
    List<Callable<BuiltLayer>> writers = new ArrayList<>();
    for (PlatformPlan plan : plans) {
      plan.own().forEach(planned -> writers.add(() -> writer.write(planned)));
    }
    writers.add(() -> writer.write(appLayer(app)));
    Deque<BuiltLayer> written = new ArrayDeque<>(layers.run(writers));
    BuiltLayer shared = written.removeLast();
    List<List<BuiltLayer>> stacks = new ArrayList<>();
    for (PlatformPlan plan : plans) {
      List<BuiltLayer> stack = new ArrayList<>();
      plan.own().forEach(planned -> stack.add(written.removeFirst()));
      stack.add(shared);
      stacks.add(stack);
    }
    return stacks;
  }

  private static PlannedLayer appLayer(List<ImageFileEntry> files) {
    List<LayerEntry> entries = new ArrayList<>();
    Map<String, FileTable.Input> inputs = new TreeMap<>();
    entries.add(new LayerEntry.Directory(AppFiles.FOLDER, 0755));
    for (ImageFileEntry file : files) {
      entries.add(file.file());
      inputs.put(file.file().path(), file.input());
    }
    return new PlannedLayer("app", "mintmark: app", new LayerPart(entries, inputs));
  }

  /** Those of the base, then those that were written. */
  private static List<Layer> written(@Nullable BaseImage base, List<BuiltLayer> stack) {
    List<Layer> written = new ArrayList<>();
    if (base != null) {
      base.layers()
          .forEach(layer -> written.add(new Layer(layer.blob(), layer.diffId(), List.of())));
    }
    stack.forEach(layer -> written.add(layer.layer()));
    return written;
  }

  /**
   * @param run what the base, or the Dockerfile, says of running it; null for nothing
   */
  private PlatformImage image(
      Platform platform,
      @Nullable BaseImage base,
      ImageConfig.@Nullable Run run,
      List<BuiltLayer> stack) {
    List<Layer> written = written(base, stack);
    gates.requireWithinBudget(
        platform, written.stream().mapToLong(layer -> layer.blob().size()).sum());
    List<ImageConfig.History> history = new ArrayList<>(base == null ? List.of() : base.history());
    stack.forEach(layer -> history.add(new ImageConfig.History(layer.createdBy(), false)));
    ImageConfig config =
        new ImageConfig(
            request.source().epoch(),
            platform,
            RunSettings.of(request, run),
            written.stream().map(Layer::diffId).toList(),
            history);
    Artifact storedConfig = store.put(config.bytes(), config.artifact().mediaType());
    Manifest manifest =
        Manifest.image(
            Descriptor.of(storedConfig),
            written.stream().map(layer -> Descriptor.of(layer.blob())).toList(),
            SourceAnnotations.of(request, base == null ? null : base.manifest()));
    Artifact storedManifest = store.put(manifest.bytes(), manifest.mediaType());
    return new PlatformImage(platform, storedManifest, storedConfig, written);
  }
}
