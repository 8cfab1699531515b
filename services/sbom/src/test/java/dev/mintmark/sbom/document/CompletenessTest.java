package dev.mintmark.sbom.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.sbom.Line;
import dev.mintmark.sbom.release.ReleaseFacts;
import dev.mintmark.sbom.release.ReleaseFacts.ImageFacts;
import dev.mintmark.sbom.release.ReleaseFacts.ModelFacts;
import dev.mintmark.sbom.release.ReleaseReader;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Takes one thing out of a finished document; each must be missed, by name and with its code. */
class CompletenessTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private ReleaseFacts facts;
  private ImageFacts image;
  private ModelFacts model;

  @BeforeEach
  void readARelease() {
    ArtifactStore store = new FolderArtifactStore(folder);
    facts = new ReleaseReader(store, new EventChain(store)).read(new Line(store).built().event());
    image = facts.images().getFirst();
    model = facts.models().getFirst();
  }

  @Test
  void findsNothingMissingInWholeDocuments() {
    assertThatCode(() -> Completeness.checkImage(imageDocument(), facts, image))
        .doesNotThrowAnyException();
    assertThatCode(() -> Completeness.checkModel(modelDocument(), facts, model))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "file:/app/serve, SBM-011, /app/serve",
    "file:/usr/lib/libonnxruntime.so, SBM-011, /usr/lib/libonnxruntime.so",
    "file:/usr/share/zoneinfo, SBM-011, /usr/share/zoneinfo",
    "model:cpu-amd64, SBM-013, cpu-amd64",
    "host:cpu-amd64:libc:glibc, SBM-016, glibc",
    "host:cpu-amd64:kernel-module:npu, SBM-016, npu"
  })
  void missesWhatAnImagesDocumentLeavesOut(String ref, String code, String shown) {
    assertMissed(
        code, shown, () -> Completeness.checkImage(without(imageDocument(), ref), facts, image));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "model, SBM-013, the model for cpu-amd64",
    "model:float, SBM-013, the float model",
    "data:training, SBM-014, training dataset",
    "data:calibration, SBM-014, calibration samples",
    "data:validation, SBM-014, validation samples",
    "data:calibration-table, SBM-014, calibration table",
    "layer:smoke/smoke.npy, SBM-015, smoke/smoke.npy",
    "layer:expected/tolerance, SBM-015, expected/tolerance",
    "host:cpu-amd64:libc:glibc, SBM-016, glibc",
    "environment, SBM-017, training environment",
    "environment:2:numpy, SBM-017, numpy"
  })
  void missesWhatAModelsDocumentLeavesOut(String ref, String code, String shown) {
    assertMissed(
        code, shown, () -> Completeness.checkModel(without(modelDocument(), ref), facts, model));
  }

  @Test
  void missesALibraryInEitherDocument() {
    String ref =
        facts.rowsOf("linux/amd64").stream()
            .filter(row -> Line.PURL.equals(row.input().purl()))
            .map(row -> Line.PURL + "#" + row.input().artifact().digest().hex())
            .findFirst()
            .orElseThrow();

    assertMissed(
        "SBM-012",
        Line.PURL,
        () -> Completeness.checkModel(without(modelDocument(), ref), facts, model));
    assertMissed(
        "SBM-011",
        "libonnxruntime.so",
        () -> Completeness.checkImage(without(imageDocument(), ref), facts, image));
  }

  @Test
  void missesAFileWhoseHashIsAnother() {
    String hash = image.rows().getFirst().digest().hex();
    byte[] changed =
        new String(imageDocument(), UTF_8).replace(hash, "00".repeat(32)).getBytes(UTF_8);

    assertMissed("SBM-011", "/app/serve", () -> Completeness.checkImage(changed, facts, image));
  }

  @Test
  void missesAnImageThatIsAnother() {
    assertMissed(
        "SBM-010",
        "the image",
        () -> Completeness.checkImage(imageDocument(), facts, facts.images().get(1)));
  }

  private byte[] imageDocument() {
    return DocumentWriter.write(new ImageDocument(facts, "0.1.0").of(image));
  }

  private byte[] modelDocument() {
    return DocumentWriter.write(new ModelDocument(facts, "0.1.0").of(model));
  }

  private static void assertMissed(String code, String shown, ThrowingCallable check) {
    RefusedException e = catchThrowableOfType(RefusedException.class, check);

    assertThat(e).isNotNull();
    assertThat(e.refusal().code()).isEqualTo(code);
    assertThat(e.getMessage()).contains(shown);
  }

  private static byte[] without(byte[] document, String ref) {
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(document);
      assertThat(remove(root, ref)).as(ref).isTrue();
      return JSON.writeValueAsBytes(root);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Removes the component with that reference wherever it stands. */
  private static boolean remove(JsonNode node, String ref) {
    boolean removed = false;
    if (node instanceof ArrayNode array) {
      for (int i = array.size() - 1; i >= 0; i--) {
        if (array.get(i).path("bom-ref").asText().equals(ref)) {
          array.remove(i);
          removed = true;
        }
      }
    }
    for (JsonNode child : node) {
      removed |= remove(child, ref);
    }
    return removed;
  }
}
