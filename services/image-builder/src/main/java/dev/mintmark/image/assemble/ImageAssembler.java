package dev.mintmark.image.assemble;

import dev.mintmark.content.Artifact;
import dev.mintmark.image.input.Archives;
import dev.mintmark.image.input.Trees;
import dev.mintmark.image.input.Workspace;
import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.image.request.Launch;
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

/**
 * Assembles one build's images. Each has up to two layers: the files of its platform, then the app,
 * which is the same blob in all of them.
 */
public final class ImageAssembler {
  private final ArtifactStore store;
  private final ImageRequest request;
  private final PlatformFiles platformFiles;
  private final AppFiles appFiles;
  private final BuiltLayer.Writer layers;

  public ImageAssembler(
      ArtifactStore store, Workspace workspace, Archives archives, ImageRequest request) {
    this.store = store;
    this.request = request;
    this.platformFiles = new PlatformFiles(store, archives);
    this.appFiles = new AppFiles(store, new Trees(store));
    this.layers = new BuiltLayer.Writer(store, workspace, request.source().epoch());
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
    BuiltLayer appLayer =
        layers.write(
            "app", "mintmark: app", app, List.of(new LayerEntry.Directory(AppFiles.FOLDER, 0755)));
    List<PlatformImage> images = new ArrayList<>();
    List<FileTable.Row> rows = new ArrayList<>();
    for (Map.Entry<Platform, List<ImageFileEntry>> entry : own.entrySet()) {
      List<BuiltLayer> stack = stack(entry.getKey(), entry.getValue(), appLayer);
      images.add(image(entry.getKey(), stack));
      stack.forEach(layer -> rows.addAll(layer.rows(entry.getKey())));
    }
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

  private static void requireDistinct(List<ImageFileEntry> own, List<ImageFileEntry> app) {
    List<ImageFileEntry> all = new ArrayList<>(own);
    all.addAll(app);
    PathClaims.requireDistinct(all);
  }

  private List<BuiltLayer> stack(Platform platform, List<ImageFileEntry> files, BuiltLayer appLayer)
      throws IOException {
    if (files.isEmpty()) {
      return List.of(appLayer);
    }
    String name = platform.toString().replace('/', '-');
    return List.of(layers.write(name, "mintmark: files for " + platform, files), appLayer);
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
