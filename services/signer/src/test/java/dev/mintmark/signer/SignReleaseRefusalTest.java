package dev.mintmark.signer;

import static dev.mintmark.signer.RefusedSigning.assertRefused;
import static dev.mintmark.signer.RefusedSigning.reference;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.sbom.v1.Kind;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Events of the line that say something else than they should. */
class SignReleaseRefusalTest {
  private static final String OTHER = Digest.of("another".getBytes(UTF_8)).toString();

  @TempDir Path folder;

  static Stream<Arguments> changedFields() {
    return Stream.of(
        // the chain
        row(SbomPublished.class, "handOff.name", "iris", "SGN-001"),
        row(SbomPublished.class, "handOff.version", "v1.0.1", "SGN-001"),
        row(SbomPublished.class, "handOff.request", OTHER, "SGN-001"),
        row(SbomPublished.class, "handOff.previous", OTHER, "ART-001"),
        row(SbomPublished.class, "handOff.previous", "latest", "KIT-020"),
        row(ImageBuilt.class, "handOff.name", "iris", "SGN-001"),
        row(ImageBuilt.class, "handOff.request", OTHER, "SGN-001"),
        row(ImageBuilt.class, "handOff.previous", OTHER, "ART-001"),
        row(ModelQuantized.class, "handOff.version", "v2.0.0", "SGN-001"),
        row(ModelQuantized.class, "handOff.request", OTHER, "SGN-001"),
        row(ModelIngested.class, "handOff.name", "iris", "SGN-001"),
        row(ModelIngested.class, "handOff.request", OTHER, "SGN-001"),
        row(ModelIngested.class, "handOff.previous", OTHER, "ART-001"),
        row(BuildRequested.class, "name", "iris", "SGN-001"),
        row(BuildRequested.class, "version", "v1.0.1", "SGN-001"),
        // the model
        row(ModelIngested.class, "model.digest", OTHER, "SGN-002"),
        row(ModelIngested.class, "identity.commit", "5".repeat(40), "SGN-002"),
        row(ModelIngested.class, "identity.dataset", OTHER, "SGN-002"),
        row(ModelIngested.class, "identity.environment", OTHER, "SGN-002"),
        row(ModelIngested.class, "identity.model", OTHER, "SGN-002"),
        // targets and gates
        row(ModelQuantized.class, "variants.0.target", "cpu-riscv", "SGN-003"),
        row(ModelQuantized.class, "variants.0.profile.digest", OTHER, "SGN-003"),
        row(ModelQuantized.class, "variants.0.value", 0.9699, "SGN-004"),
        row(ModelQuantized.class, "variants.1.value", 0.9699, "SGN-004"),
        row(ModelQuantized.class, "variants.0.value", Double.NaN, "SGN-004"),
        row(ModelQuantized.class, "variants.0.value", Double.NEGATIVE_INFINITY, "SGN-004"),
        row(ModelQuantized.class, "variants.0.value", 0.99, "SGN-004"),
        row(ModelQuantized.class, "variants.0.minimum", 0.5, "SGN-004"),
        row(ModelQuantized.class, "variants.0.metric", "cosine", "SGN-004"),
        row(ModelQuantized.class, "variants.0.rung", "dynamic", "SGN-004"),
        row(ModelQuantized.class, "variants.0.tried", List.of(), "SGN-004"),
        row(ModelQuantized.class, "variants.0.tried.1.value", 0.9, "SGN-004"),
        row(BuildRequested.class, "quantize.gate.minimum", 0.99, "SGN-004"),
        row(BuildRequested.class, "quantize.gate.minimum", Double.NaN, "SGN-004"),
        row(BuildRequested.class, "targets", List.of(), "SGN-003"),
        // the image
        row(ImageBuilt.class, "repository", "vision/evil", "SGN-003"),
        row(ImageBuilt.class, "images", List.of(), "SGN-003"),
        row(ImageBuilt.class, "index.digest", OTHER, "SGN-005"),
        row(ImageBuilt.class, "index.size", 1L, "SGN-005"),
        row(ImageBuilt.class, "index.mediaType", OciMediaTypes.MANIFEST, "SGN-005"),
        row(ImageBuilt.class, "images.0.platform", "linux/riscv64", "SGN-003"),
        row(ImageBuilt.class, "images.0.manifest.size", 1L, "SGN-006"),
        row(ImageBuilt.class, "images.0.config.digest", OTHER, "SGN-007"),
        row(ImageBuilt.class, "images.0.layers", List.of(), "SGN-007"),
        row(ImageBuilt.class, "images.0.layers.0.diffId", OTHER, "SGN-007"),
        row(ImageBuilt.class, "images.0.layers.0.blob.size", 1L, "SGN-007"),
        // the model artifacts
        row(ImageBuilt.class, "models.0.model.digest", OTHER, "SGN-008"),
        row(ImageBuilt.class, "models.0.platform", "linux/arm64", "SGN-008"),
        row(ImageBuilt.class, "models.0.layers", List.of(), "SGN-008"),
        row(ImageBuilt.class, "models.0.config.size", 3L, "SGN-008"),
        row(ImageBuilt.class, "models.0.target", "cpu-riscv", "SGN-006"),
        // the bills of materials
        row(SbomPublished.class, "documents.0.subject.digest", OTHER, "SGN-009"),
        row(SbomPublished.class, "documents.0.kind", Kind.MODEL, "SGN-009"),
        row(SbomPublished.class, "documents.0.of", "linux/riscv64", "SGN-009"),
        row(SbomPublished.class, "documents.0.document.digest", OTHER, "SGN-009"),
        row(SbomPublished.class, "documents.0.manifest.digest", OTHER, "SGN-005"),
        row(SbomPublished.class, "documents.0.config.size", 3L, "SGN-009"),
        row(SbomPublished.class, "documents", List.of(), "SGN-009"),
        // values that no hand-off may have
        row(ImageBuilt.class, "index.digest", "latest", "SGN-010"),
        row(ImageBuilt.class, "index.size", -1L, "SGN-010"),
        row(BuildRequested.class, "source.epoch", -1L, "SGN-010"),
        row(BuildRequested.class, "source.epoch", Long.MAX_VALUE, "SGN-010"));
  }

  @ParameterizedTest(name = "{0}: {1} = {2}")
  @MethodSource("changedFields")
  void refusesAChangedField(
      Class<? extends SpecificRecordBase> event, String path, Object value, String code) {
    FolderArtifactStore store = new FolderArtifactStore(folder);
    SampleLine line = new SampleLine(store).change(event, e -> Paths.set(e, path, value));
    assertRefused(store, line, code);
  }

  @Test
  void refusesAChainThatLeadsToAnotherKindOfEvent() {
    FolderArtifactStore store = new FolderArtifactStore(folder);
    SampleLine line =
        new SampleLine(store)
            .change(
                ImageBuilt.class,
                e -> Paths.set(e, "handOff.previous", Paths.get(e, "handOff.request")));
    assertRefused(store, line, "KIT-020");
  }

  @Test
  void refusesADamagedLayer() throws IOException {
    FolderArtifactStore store = new FolderArtifactStore(folder);
    ArtifactReference[] layer = new ArtifactReference[1];
    SampleLine line =
        new SampleLine(store)
            .change(ImageBuilt.class, e -> layer[0] = reference(e, "images.0.layers.0.blob"));
    var incoming = line.run();
    Path file = folder.resolve(Digest.parse(layer[0].getDigest()).hex());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThat(RefusedSigning.refusal(store, incoming).code()).isEqualTo("ART-002");
  }

  private static Arguments row(
      Class<? extends SpecificRecordBase> event, String path, Object value, String code) {
    return Arguments.of(
        org.junit.jupiter.api.Named.of(event.getSimpleName(), event), path, value, code);
  }
}
