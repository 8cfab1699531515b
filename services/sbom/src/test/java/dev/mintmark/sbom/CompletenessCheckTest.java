package dev.mintmark.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.sbom.check.CompletenessCheck;
import dev.mintmark.sbom.release.Release;
import dev.mintmark.sbom.release.ReleaseReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Takes one thing at a time out of whole documents. */
class CompletenessCheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Release release;
  private static byte[] image;
  private static byte[] model;

  @BeforeAll
  static void publish() throws IOException {
    ArtifactStore store = new FolderArtifactStore(folder.resolve("store"));
    EventChain events = new EventChain(store);
    SampleLine line = new SampleLine(store);
    line.app.put(
        "node_modules/c/package.json", SampleLine.bytes("{\"name\":\"c\",\"version\":\"2\"}"));
    Incoming<ImageBuilt> incoming = line.run();
    release = new ReleaseReader(store, events, folder.resolve("work")).read(incoming);
    if (!(new PublishSbom(store, events, folder.resolve("work")).apply(incoming)
        instanceof Outcome.Produced<SbomPublished>(SbomPublished published))) {
      throw new AssertionError("not published");
    }
    image = read(store, published, 0);
    model = read(store, published, 2);
  }

  private static byte[] read(ArtifactStore store, SbomPublished published, int index) {
    String digest = published.getDocuments().get(index).getDocument().getDigest();
    return store.read(Digest.parse(digest), 1 << 20);
  }

  private static void checkImage(byte[] document) {
    CompletenessCheck.image(release, release.built().getImages().getFirst(), document);
  }

  private static void checkModel(byte[] document) {
    CompletenessCheck.model(release, release.built().getModels().getFirst(), document);
  }

  @Test
  void acceptsWholeDocuments() {
    assertThatCode(() -> checkImage(image)).doesNotThrowAnyException();
    assertThatCode(() -> checkModel(model)).doesNotThrowAnyException();
  }

  static Stream<Arguments> missingInTheImage() {
    return Stream.of(
        missing("file /app/serve.sh", without("name", "/app/serve.sh")),
        missing(
            "file /usr/lib/libonnxruntime.so", without("bom-ref", "library:" + SampleLine.PURL)),
        missing("file /usr/lib/libonnxruntime.so", without("name", "/usr/lib/libonnxruntime.so")),
        missing("the package of file /usr/lib/libonnxruntime.so", hoist("onnxruntime")),
        missing("the model of target cpu-amd64", without("bom-ref", "model:cpu-amd64")),
        missing("the profile of target cpu-amd64", without("bom-ref", "target:cpu-amd64")),
        missing("requirement glibc", without("name", "glibc")),
        missing("requirement /dev/video0", without("name", "/dev/video0")),
        missing("file /app/serve.sh", cut("/app/serve.sh", "hashes")),
        missing("the input of file /app/serve.sh", cut("/app/serve.sh", "properties")),
        missing("the licence of file /usr/lib", cut("/usr/lib/libonnxruntime.so", "licenses")),
        missing("the version of pkg:npm/c@2", cut("c", "version")),
        missing("a licence of pkg:npm/c@2", cut("c", "licenses")),
        missing("where pkg:npm/c@2 is recorded", cut("c", "evidence")),
        missing("the package of file /app/node_modules/c", hoist("c")),
        missing("a link to the document", cut("face-detect", "externalReferences")),
        missing("the known unknowns", top(bom -> bom.remove("compositions"))),
        missing("the image's need of", top(bom -> bom.remove("dependencies"))),
        missing("the subject", top(bom -> metadata(bom).remove("component"))),
        missing("the time", top(bom -> metadata(bom).remove("timestamp"))),
        missing("the supplier", top(bom -> metadata(bom).remove("supplier"))),
        missing("an author", top(bom -> metadata(bom).remove("authors"))),
        missing("a serial number", top(bom -> bom.remove("serialNumber"))),
        missing("exactly the image's 3 files", add("{\"type\":\"file\",\"name\":\"/extra\"}")),
        missing(
            "a bom-ref of its own",
            add("{\"type\":\"data\",\"bom-ref\":\"subject\",\"name\":\"x\"}")));
  }

  static Stream<Arguments> missingInTheModel() {
    return Stream.of(
        missing("the model", without("bom-ref", "model")),
        missing("the float model", cut("face-detect", "pedigree")),
        missing("the model's inputs", cut("face-detect", "modelCard")),
        missing("the model's rung", cut("face-detect", "properties")),
        missing("the model's licence", cut("face-detect", "licenses")),
        missing("the model's supplier", cut("face-detect", "supplier")),
        missing("the gate's measure", card(c -> c.remove("quantitativeAnalysis"))),
        missing("the model's limits", card(c -> c.remove("considerations"))),
        missing(
            "the model's datasets",
            card(c -> ((ObjectNode) c.path("modelParameters")).remove("datasets"))),
        missing("the training data", without("bom-ref", "dataset:training")),
        missing("the calibration data", without("bom-ref", "dataset:calibration")),
        missing("the validation data", without("bom-ref", "dataset:validation")),
        missing("the training data", cut("faces", "hashes")),
        missing("the training environment", without("bom-ref", "environment")),
        missing("numpy of the training environment", without("name", "numpy")),
        missing("the toolchain", without("bom-ref", "toolchain")),
        missing("the quantization report", without("name", "quantization report")),
        missing("the calibration table", without("name", "calibration table")),
        missing("file smoke/a.npy", without("name", "smoke/a.npy")),
        missing("file expected/a/boxes.npy", without("name", "expected/a/boxes.npy")),
        missing("the profile of target cpu-amd64", without("bom-ref", "target:cpu-amd64")),
        missing("requirement glibc", without("name", "glibc")),
        missing("the known unknowns", top(bom -> bom.remove("compositions"))));
  }

  private static Arguments missing(String what, Consumer<ObjectNode> change) {
    return Arguments.of(what, change);
  }

  private static Consumer<ObjectNode> top(Consumer<ObjectNode> change) {
    return change;
  }

  private static ObjectNode metadata(ObjectNode bom) {
    return (ObjectNode) bom.path("metadata");
  }

  private static Consumer<ObjectNode> add(String component) {
    return bom -> {
      try {
        ((ArrayNode) bom.path("components")).add(JSON.readTree(component));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    };
  }

  private static Consumer<ObjectNode> without(String field, String value) {
    return bom -> each(bom, (list, c) -> c.path(field).asText().equals(value) && remove(list, c));
  }

  private static Consumer<ObjectNode> cut(String name, String field) {
    return bom ->
        each(bom, (list, c) -> c.path("name").asText().equals(name) && c.remove(field) != null);
  }

  private static Consumer<ObjectNode> card(Consumer<ObjectNode> change) {
    return bom ->
        each(
            bom,
            (list, c) -> {
              if (c.path("modelCard") instanceof ObjectNode card) {
                change.accept(card);
                return true;
              }
              return false;
            });
  }

  /** Moves a component's parts beside it. */
  private static Consumer<ObjectNode> hoist(String name) {
    return bom ->
        each(
            bom,
            (list, c) ->
                c.path("name").asText().equals(name)
                    && list.addAll((ArrayNode) c.remove("components")) != null);
  }

  private interface Change {
    boolean apply(ArrayNode list, ObjectNode component);
  }

  private static boolean remove(ArrayNode list, JsonNode component) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) == component) {
        return list.remove(i) != null;
      }
    }
    return false;
  }

  /** Applies the change to the first component that it fits. */
  private static void each(ObjectNode bom, Change change) {
    Predicate<JsonNode> changed = list -> walk(list, change);
    assertThat(changed.test(bom.path("components"))).as("the change fits a component").isTrue();
  }

  private static boolean walk(JsonNode list, Change change) {
    if (!(list instanceof ArrayNode components)) {
      return false;
    }
    for (int i = 0; i < components.size(); i++) {
      ObjectNode component = (ObjectNode) components.get(i);
      if (change.apply(components, component) || walk(component.path("components"), change)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] changed(byte[] document, Consumer<ObjectNode> change) throws IOException {
    ObjectNode bom = (ObjectNode) JSON.readTree(document);
    change.accept(bom);
    return JSON.writeValueAsBytes(bom);
  }

  private static void assertRefused(String what, Runnable check) {
    RefusedException thrown = catchThrowableOfType(RefusedException.class, check::run);
    assertThat(thrown).as("nothing was refused").isNotNull();
    assertThat(thrown.refusal().code()).isEqualTo("SBM-006");
    assertThat(thrown.refusal().found()).contains(what);
  }

  @ParameterizedTest(name = "{0} [{index}]")
  @MethodSource("missingInTheImage")
  void refusesAnImagesDocumentWithout(String what, Consumer<ObjectNode> change) throws IOException {
    byte[] document = changed(image, change);
    assertRefused(what, () -> checkImage(document));
  }

  @ParameterizedTest(name = "{0} [{index}]")
  @MethodSource("missingInTheModel")
  void refusesAModelsDocumentWithout(String what, Consumer<ObjectNode> change) throws IOException {
    byte[] document = changed(model, change);
    assertRefused(what, () -> checkModel(document));
  }

  @Test
  void refusesADocumentOfAnotherImage() {
    RefusedException thrown =
        catchThrowableOfType(
            RefusedException.class,
            () -> CompletenessCheck.image(release, release.built().getImages().getLast(), image));
    assertThat(thrown.refusal().code()).isEqualTo("SBM-006");
  }

  @Test
  void refusesWhatIsNotJson() {
    assertRefused("it is not JSON", () -> checkImage(new byte[] {'{'}));
  }
}
