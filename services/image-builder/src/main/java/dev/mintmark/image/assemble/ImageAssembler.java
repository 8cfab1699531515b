package dev.mintmark.image.assemble;

import dev.mintmark.content.Artifact;
import dev.mintmark.image.gate.ImageGates;
import dev.mintmark.image.input.Archives;
import dev.mintmark.image.input.Trees;
import dev.mintmark.image.input.Workspace;
import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.image.request.Launch;
import dev.mintmark.image.tree.ImageTree;
import dev.mintmark.image.tree.LayeredTree;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/**
 * Assembles one build's images. Each has up to two layers: the files of its platform, then the app,
 * which is the same blob in all of them.
 */
public final class ImageAssembler {
  private final ArtifactStore store;
  private final ImageRequest request;
  private final PlatformFiles platformFiles;
  private final AppFiles appFiles;
  private final BuiltLayer.Writer writer;
  private final Layers layers;
  private final ImageGates gates;

  public ImageAssembler(
      ArtifactStore store,
      Workspace workspace,
      Archives archives,
      ImageRequest request,
      Layers layers,
      ImageGates gates) {
    this.store = store;
    this.request = request;
    this.platformFiles = new PlatformFiles(store, archives);
    this.appFiles = new AppFiles(store, new Trees(store));
    this.writer = new BuiltLayer.Writer(store, workspace, request.source().epoch());
    this.layers = layers;
    this.gates = gates;
  }

  /** Builds and stores every platform's image and the file table. */
  public Assembly assemble() throws IOException {
    List<ImageFileEntry> app = appFiles.of(request);
    SortedMap<Platform, List<ImageFileEntry>> own = new TreeMap<>();
    for (Platform platform : request.platforms()) {
      List<ImageFileEntry> files = platformFiles.of(request, platform);
      requireDistinct(files, app);
      own.put(platform, files);
    }
    gates.check(trees(own, app), request.launch().env());
    SortedMap<Platform, List<BuiltLayer>> stacks = stacks(own, app);
    stacks.forEach((platform, stack) ->
        gates.requireWithinBudget(
            platform, stack.stream().mapToLong(layer -> layer.layer().blob().size()).sum()));
    List<PlatformImage> images = new ArrayList<>();
    List<FileTable.Row> rows = new ArrayList<>();
    stacks.forEach((platform, stack) -> {
      images.add(image(platform, stack));
      stack.forEach(layer -> rows.addAll(layer.rows(platform)));
    });
    FileTable table = new FileTable(rows);
    return new Assembly(images, store.put(table.bytes(), table.artifact().mediaType()));
  }

  /**
   * Builds and stores the index.
   *
   * @param models manifest of each target's model
   */
  public Artifact index(List<PlatformImage> images, SortedMap<String, Artifact> models) {
    Map<String, String> annotations = SourceAnnotations.of(request);
    models.forEach((target, manifest) ->
        annotations.put(Annotations.MODEL_PREFIX + target, manifest.digest().toString()));
    Map<Platform, Descriptor> manifests = new TreeMap<>();
    images.forEach(image -> manifests.put(image.platform(), Descriptor.of(image.manifest())));
    ImageIndex index = ImageIndex.ofPlatforms(manifests, annotations);
    return store.put(index.bytes(), index.mediaType());
  }

  /** The images as wholes, before anything of them is stored. */
  private static List<ImageTree> trees(
      SortedMap<Platform, List<ImageFileEntry>> own, List<ImageFileEntry> app) {
    List<ImageTree> trees = new ArrayList<>();
    own.forEach((platform, files) -> {
      LayeredTree tree = new LayeredTree(platform);
      files.forEach(file -> tree.put(file.treeEntry()));
      app.forEach(file -> tree.put(file.treeEntry()));
      trees.add(tree);
    });
    return trees;
  }

  private static void requireDistinct(List<ImageFileEntry> own, List<ImageFileEntry> app) {
    List<ImageFileEntry> all = new ArrayList<>(own);
    all.addAll(app);
    PathClaims.requireDistinct(all);
  }

  /** Writes the layers of all images; each image's own come first. */
  private SortedMap<Platform, List<BuiltLayer>> stacks(
      SortedMap<Platform, List<ImageFileEntry>> own, List<ImageFileEntry> app) throws IOException {
    List<Platform> withFiles = new ArrayList<>();
    List<Callable<BuiltLayer>> writers = new ArrayList<>();
    own.forEach((platform, files) -> {
      if (!files.isEmpty()) {
        withFiles.add(platform);
        writers.add(() -> platformLayer(platform, files));
      }
    });
    writers.add(() -> appLayer(app));
    List<BuiltLayer> written = layers.write(writers);
    SortedMap<Platform, List<BuiltLayer>> stacks = new TreeMap<>();
    own.keySet().forEach(platform -> stacks.put(platform, List.of(written.getLast())));
    for (int i = 0; i < withFiles.size(); i++) {
      stacks.put(withFiles.get(i), List.of(written.get(i), written.getLast()));
    }
    return stacks;
  }

  private BuiltLayer platformLayer(Platform platform, List<ImageFileEntry> files)
      throws IOException {
    String name = platform.toString().replace('/', '-');
    return writer.write(name, "mintmark: files for " + platform, files);
  }

  private BuiltLayer appLayer(List<ImageFileEntry> files) throws IOException {
    return writer.write(
        "app", "mintmark: app", files, List.of(new LayerEntry.Directory(AppFiles.FOLDER, 0755)));
  }

  private PlatformImage image(Platform platform, List<BuiltLayer> stack) {
    List<Layer> written = stack.stream().map(BuiltLayer::layer).toList();
    ImageConfig config =
        new ImageConfig(
            request.source().epoch(),
            platform,
            run(),
            written.stream().map(Layer::diffId).toList(),
            stack.stream()
                .map(layer -> new ImageConfig.History(layer.createdBy(), false))
                .toList());
    Artifact storedConfig = store.put(config.bytes(), config.artifact().mediaType());
    Manifest manifest =
        Manifest.image(
            Descriptor.of(storedConfig),
            written.stream().map(layer -> Descriptor.of(layer.blob())).toList(),
            SourceAnnotations.of(request));
    Artifact storedManifest = store.put(manifest.bytes(), manifest.mediaType());
    return new PlatformImage(platform, storedManifest, storedConfig, written);
  }

  private ImageConfig.Run run() {
    Launch launch = request.launch();
    TreeSet<String> ports = new TreeSet<>();
    if (launch.port() != null) {
      ports.add(launch.port() + "/tcp");
    }
    return new ImageConfig.Run(
        null,
        ports,
        launch.env(),
        launch.entrypoint(),
        List.of(),
        "/" + AppFiles.FOLDER,
        new TreeMap<>(SourceAnnotations.labels(request)));
  }
}
