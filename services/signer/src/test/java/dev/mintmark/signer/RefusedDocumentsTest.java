package dev.mintmark.signer;

import static dev.mintmark.signer.RefusedSigning.assertRefused;
import static dev.mintmark.signer.RefusedSigning.reference;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.Kind;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** OCI documents and bills of materials that say something else than the events. */
class RefusedDocumentsTest {
  private static final String OTHER = Digest.of("another".getBytes(UTF_8)).toString();

  @TempDir Path folder;

  static Stream<Arguments> changedDocuments() {
    return Stream.of(
        image(
            "an index that lists another image for a platform",
            line ->
                event -> {
                  ArtifactReference other = reference(event, "images.1.manifest");
                  index(
                      line,
                      event,
                      i ->
                          new ImageIndex(
                              null,
                              List.of(
                                  SampleLine.descriptor(other, Map.of())
                                      .withPlatform(Platform.LINUX_AMD64),
                                  i.manifests().get(1)),
                              null,
                              i.annotations()));
                },
            "SGN-006"),
        image(
            "an index that lists one image more",
            line ->
                event ->
                    index(
                        line,
                        event,
                        i ->
                            new ImageIndex(
                                null,
                                Stream.concat(
                                        i.manifests().stream(), i.manifests().stream().limit(1))
                                    .toList(),
                                null,
                                i.annotations())),
            "SGN-006"),
        image(
            "an index without an image",
            line ->
                event ->
                    index(
                        line,
                        event,
                        i ->
                            new ImageIndex(
                                null, i.manifests().subList(0, 1), null, i.annotations())),
            "SGN-006"),
        image(
            "an index that names another model",
            line ->
                event ->
                    index(line, event, i -> annotated(i, "dev.mintmark.model.cpu-amd64", OTHER)),
            "SGN-006"),
        image(
            "an index that names a model more",
            line ->
                event ->
                    index(line, event, i -> annotated(i, "dev.mintmark.model.cpu-riscv", OTHER)),
            "SGN-006"),
        image(
            "an index of another version",
            line ->
                event ->
                    index(
                        line,
                        event,
                        i -> annotated(i, "org.opencontainers.image.version", "v2.0.0")),
            "SGN-006"),
        image(
            "an index that is no JSON",
            line -> event -> Paths.set(event, "index", line.put("{", OciMediaTypes.INDEX)),
            "SGN-010"),
        image(
            "a config for another platform",
            line ->
                event -> {
                  Paths.set(event, "images.0.config", Paths.get(event, "images.1.config"));
                  rewriteImage(line, event);
                },
            "SGN-007"),
        image(
            "a model artifact that holds another model",
            line ->
                event ->
                    rewriteModel(
                        line, event, layers -> layers.set(0, line.put("evil", MediaTypes.ONNX))),
            "SGN-008"),
        image(
            "a model artifact without its last file",
            line -> event -> rewriteModel(line, event, List::removeLast),
            "SGN-008"),
        image(
            "a model artifact with a file more",
            line ->
                event ->
                    rewriteModel(
                        line, event, layers -> layers.add(line.put("more", MediaTypes.NPY))),
            "SGN-008"),
        image(
            "a model artifact with another expected output",
            line ->
                event ->
                    rewriteModel(
                        line, event, layers -> layers.set(3, line.put("forged", MediaTypes.NPY))),
            "SGN-008"),
        image(
            "a layer that is not in the store",
            line ->
                event -> {
                  Paths.set(
                      event,
                      "images.0.layers.0.blob",
                      new ArtifactReference(OTHER, OciMediaTypes.LAYER_GZIP, 9L));
                  rewriteImage(line, event);
                },
            "SGN-005"),
        documents(
            "a document twice",
            line ->
                event -> {
                  List<Object> documents = list(event, "documents");
                  documents.add(documents.getFirst());
                },
            "SGN-009"),
        documents(
            "a document less", line -> event -> list(event, "documents").removeLast(), "SGN-009"),
        documents(
            "a document more",
            line ->
                event ->
                    list(event, "documents")
                        .add(
                            line.document(
                                Kind.MODEL, "cpu-riscv", reference(event, "documents.0.subject"))),
            "SGN-009"),
        documents(
            "a document attached to another image",
            line ->
                event -> {
                  Document swapped =
                      line.document(
                          Kind.IMAGE, "linux/amd64", reference(event, "documents.1.subject"));
                  Paths.set(event, "documents.0.manifest", swapped.getManifest());
                },
            "SGN-009"),
        documents(
            "a document that is missing",
            line ->
                event -> {
                  ArtifactReference gone = new ArtifactReference(OTHER, MediaTypes.CYCLONEDX, 9L);
                  Manifest manifest =
                      Manifest.ofArtifact(
                          MediaTypes.CYCLONEDX,
                          List.of(SampleLine.descriptor(gone, Map.of())),
                          SampleLine.descriptor(reference(event, "documents.0.subject"), Map.of()),
                          Map.of());
                  Paths.set(event, "documents.0.document", gone);
                  Paths.set(
                      event,
                      "documents.0.manifest",
                      line.put(manifest.bytes(), OciMediaTypes.MANIFEST));
                },
            "SGN-005"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changedDocuments")
  void refusesAChangedDocument(
      String name,
      Class<? extends SpecificRecordBase> event,
      Function<SampleLine, Consumer<SpecificRecordBase>> change,
      String code) {
    FolderArtifactStore store = new FolderArtifactStore(folder);
    SampleLine line = new SampleLine(store);
    assertRefused(store, line.change(event, change.apply(line)), code);
  }

  @Test
  void readsItsOwnFixturesRight() {
    FolderArtifactStore store = new FolderArtifactStore(folder);
    ArtifactReference[] index = new ArtifactReference[1];
    new SampleLine(store).change(ImageBuilt.class, e -> index[0] = reference(e, "index")).run();
    assertThat(OciReader.index(store.read(Digest.parse(index[0].getDigest()), 1 << 20)).manifests())
        .hasSize(2);
  }

  private static Arguments image(
      String name, Function<SampleLine, Consumer<SpecificRecordBase>> change, String code) {
    return Arguments.of(name, ImageBuilt.class, change, code);
  }

  private static Arguments documents(
      String name, Function<SampleLine, Consumer<SpecificRecordBase>> change, String code) {
    return Arguments.of(name, SbomPublished.class, change, code);
  }

  @SuppressWarnings("unchecked")
  private static <T> List<T> list(SpecificRecordBase event, String path) {
    return (List<T>) Paths.get(event, path);
  }

  private static ImageIndex annotated(ImageIndex index, String key, String value) {
    TreeMap<String, String> annotations = new TreeMap<>(index.annotations());
    annotations.put(key, value);
    return new ImageIndex(null, index.manifests(), null, annotations);
  }

  private static void index(
      SampleLine line, SpecificRecordBase event, Function<ImageIndex, ImageIndex> change) {
    ImageBuilt built = (ImageBuilt) event;
    ImageIndex index = SampleLine.index(built.getImages(), built.getModels());
    Paths.set(event, "index", line.put(change.apply(index).bytes(), OciMediaTypes.INDEX));
  }

  /** Makes manifest and index agree with a change of image 0. */
  private static void rewriteImage(SampleLine line, SpecificRecordBase event) {
    Manifest manifest =
        Manifest.image(
            SampleLine.descriptor(reference(event, "images.0.config"), Map.of()),
            List.of(SampleLine.descriptor(reference(event, "images.0.layers.0.blob"), Map.of())),
            Map.of());
    Paths.set(event, "images.0.manifest", line.put(manifest.bytes(), OciMediaTypes.MANIFEST));
    index(line, event, i -> i);
  }

  /** Makes manifest and index agree with a change of model 0's layers; titles stay. */
  private static void rewriteModel(
      SampleLine line, SpecificRecordBase event, Consumer<List<ArtifactReference>> change) {
    List<String> titles =
        List.of(
            "model.onnx",
            "smoke/face.npy",
            "smoke/hand.npy",
            "expected/face/cpu-amd64.npy",
            "expected/face/tolerance",
            "expected/hand/cpu-amd64.npy",
            "expected/hand/tolerance",
            "more");
    List<ArtifactReference> layers = list(event, "models.0.layers");
    change.accept(layers);
    Manifest manifest =
        Manifest.ofArtifact(
            "application/vnd.mintmark.model.v1",
            java.util.stream.IntStream.range(0, layers.size())
                .mapToObj(i ->
                    SampleLine.descriptor(
                        layers.get(i), Map.of("org.opencontainers.image.title", titles.get(i))))
                .toList(),
            null,
            Map.of());
    Paths.set(event, "models.0.manifest", line.put(manifest.bytes(), OciMediaTypes.MANIFEST));
    index(line, event, i -> i);
  }
}
