package dev.mintmark.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.Kind;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable.Row;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishBillsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private ArtifactStore store;
  private Line line;

  @BeforeEach
  void startTheLine() {
    store = new FolderArtifactStore(folder.resolve("store"));
    line = new Line(store);
  }

  @Test
  void publishesADocumentForEachImageAndModelInOrder() throws Exception {
    SbomPublished event = publish();

    assertThat(event.getDocuments())
        .extracting(Document::getKind, Document::getOf)
        .containsExactly(
            tuple(Kind.IMAGE, "linux/amd64"),
            tuple(Kind.IMAGE, "linux/arm64"),
            tuple(Kind.MODEL, "cpu-amd64"),
            tuple(Kind.MODEL, "cpu-arm64"));
  }

  @Test
  void writesDocumentsThatTheSchemaAccepts() throws Exception {
    for (Document document : publish().getDocuments()) {
      assertThat(new JsonParser().validate(bytes(document), Version.VERSION_16)).isEmpty();
    }
  }

  @Test
  void attachesEachDocumentToWhatItDescribes() throws Exception {
    Incoming<ImageBuilt> incoming = line.built();
    for (Document document : publish(incoming).getDocuments()) {
      Digest digest = Digest.parse(document.getManifest().getDigest());
      Manifest manifest = OciReader.manifest(store.read(digest, 1 << 20));

      assertThat(manifest.artifactType()).isEqualTo(MediaTypes.CYCLONEDX);
      assertThat(Objects.requireNonNull(manifest.subject()).digest().toString())
          .isEqualTo(document.getSubject().getDigest());
      assertThat(manifest.layers().getFirst().digest().toString())
          .isEqualTo(document.getDocument().getDigest());
      assertThat(store.size(Digest.parse(document.getConfig().getDigest()))).hasValue(2);
    }
    assertThat(incoming.event().getImages().getFirst().getManifest())
        .isEqualTo(publish(incoming).getDocuments().getFirst().getSubject());
  }

  @Test
  void saysOfEveryFileWhichInputItCameFrom() throws Exception {
    JsonNode library = component(document("linux/amd64"), "onnxruntime");

    assertThat(library.get("purl").textValue()).isEqualTo(Line.PURL);
    assertThat(library.at("/licenses/0/license/id").textValue()).isEqualTo("MIT");
    assertThat(library.at("/hashes/0/content").textValue()).isEqualTo(line.archive.digest().hex());
    JsonNode file = library.at("/components/0");
    assertThat(file.get("name").textValue()).isEqualTo("/usr/lib/libonnxruntime.so");
    assertThat(properties(file))
        .contains(
            "mintmark:file:mode=0644",
            "mintmark:input:digest=" + line.archive.digest(),
            "mintmark:input:member=native/linux/amd64/usr/lib/libonnxruntime.so",
            "mintmark:input:purl=" + Line.PURL);
  }

  @Test
  void saysThatALicenseIsUnknownInsteadOfGuessing() throws Exception {
    JsonNode file = component(document("linux/amd64"), "/usr/share/zoneinfo");

    assertThat(file.has("licenses")).isFalse();
    assertThat(properties(file)).contains("mintmark:unknown=license");
  }

  @Test
  void writesALicenseExpressionAsOne() throws Exception {
    line.modelLicense = "Apache-2.0 OR MIT";

    JsonNode model = component(document("cpu-amd64"), "face-detect");

    assertThat(model.at("/licenses/0/expression").textValue()).isEqualTo("Apache-2.0 OR MIT");
  }

  @Test
  void tellsHowTheModelWasMadeAndJudged() throws Exception {
    JsonNode document = document("cpu-arm64");
    JsonNode model = component(document, "face-detect");

    assertThat(model.get("type").textValue()).isEqualTo("machine-learning-model");
    assertThat(model.at("/hashes/0/content").textValue())
        .isEqualTo(Digest.of("quantized for linux/arm64".getBytes(UTF_8)).hex());
    assertThat(model.at("/pedigree/ancestors/0/hashes/0/content").textValue())
        .isEqualTo(Digest.of("float model".getBytes(UTF_8)).hex());
    JsonNode metric = model.at("/modelCard/quantitativeAnalysis/performanceMetrics/0");
    assertThat(metric.get("type").textValue()).isEqualTo("detection-agreement");
    assertThat(metric.get("value").textValue()).isEqualTo("0.9876");
    assertThat(metric.get("slice").textValue()).startsWith("validation samples, tree sha256:");
    assertThat(model.at("/modelCard/modelParameters/inputs/0/format").textValue())
        .isEqualTo("input:0 float32[1x128x128x3]");
    assertThat(properties(model))
        .contains(
            "mintmark:model:rung=static-percentile",
            "mintmark:toolchain:determinism=BIT_EXACT_WITH_TABLE",
            "mintmark:toolchain:setting:weights=per-channel");
    assertThat(properties(model.get("modelCard")))
        .contains(
            "mintmark:gate:minimum=0.97",
            "mintmark:rung:tried=static-minmax 0.9",
            "mintmark:model:parameters=100000",
            "mintmark:unknown=ground truth accuracy");
    assertThat(component(document, "faces-2026-01").get("type").textValue()).isEqualTo("data");
    assertThat(names(component(document, "training environment lock").get("components")))
        .containsExactly("torch", "numpy");
  }

  @Test
  void namesWhatTheHostMustHaveForTheTargetsOfThePlatformOnly() throws Exception {
    JsonNode document = document("linux/arm64");

    assertThat(properties(component(document, "glibc")))
        .contains("mintmark:requirement:target=cpu-arm64", "mintmark:requirement:minimum=2.28");
    assertThat(component(document, "npu").get("scope").textValue()).isEqualTo("excluded");
    assertThat(document.toString()).doesNotContain("cpu-amd64");
  }

  @Test
  void declaresWhatIsNotKnown() throws Exception {
    List<String> image = new ArrayList<>();
    document("linux/amd64")
        .get("compositions")
        .forEach(c -> image.add(c.get("aggregate").textValue()));
    List<String> model = new ArrayList<>();
    document("cpu-amd64")
        .get("compositions")
        .forEach(c -> model.add(c.get("aggregate").textValue()));

    assertThat(image).containsExactly("complete", "incomplete", "unknown", "unknown");
    assertThat(model).containsExactly("complete", "unknown", "unknown", "incomplete", "unknown");
  }

  @Test
  void takesItsTimeFromTheCommit() throws Exception {
    assertThat(document("linux/amd64").at("/metadata/timestamp").textValue())
        .isEqualTo("2026-05-28T20:26:40Z");
  }

  @Test
  void makesASerialNumberOfTheContent() throws Exception {
    String first = document("linux/amd64").get("serialNumber").textValue();
    line.supplier = "Other";
    String other = document("linux/amd64").get("serialNumber").textValue();

    assertThat(first)
        .matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .isNotEqualTo(other);
  }

  @Test
  void writesTheSameBytesInAnotherTimeZoneLocaleAndLineSeparator() throws Exception {
    byte[] here = EventCodec.write(publish());
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    String separator = System.lineSeparator();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
      System.setProperty("line.separator", "\r\n");
      ArtifactStore elsewhere = new FolderArtifactStore(folder.resolve("elsewhere"));
      assertThat(EventCodec.write(publish(elsewhere, new Line(elsewhere).built()))).isEqualTo(here);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
      System.setProperty("line.separator", separator);
    }
  }

  @Test
  void refusesAFileTableForAPlatformWithoutAnImage() {
    Row row = line.rows.getFirst();
    line.rows.add(
        new Row(
            Platform.parse("linux/s390x"),
            row.path(),
            row.mode(),
            row.size(),
            row.digest(),
            row.layer(),
            row.input()));

    assertRefused("SBM-002", "linux/s390x");
  }

  @Test
  void refusesAModelThatTheQuantizerDidNotMake() {
    line.variantTarget = "other";

    assertRefused("SBM-002", "cpu-arm64");
  }

  @Test
  void refusesADocumentThatTheSchemaDoesNotAccept() {
    line.toleranceType = "Text/Plain";

    assertRefused("SBM-003", "bill of materials");
  }

  @Test
  void refusesAMissingFileTable() throws Exception {
    Incoming<ImageBuilt> incoming = line.built();
    Digest table = Digest.parse(incoming.event().getFiles().getDigest());
    Files.delete(folder.resolve("store").resolve(table.hex()));

    RefusedException e = catchThrowableOfType(RefusedException.class, () -> publish(incoming));

    assertThat(e.refusal().code()).isEqualTo("ART-001");
  }

  private void assertRefused(String code, String shown) {
    RefusedException e = catchThrowableOfType(RefusedException.class, this::publish);

    assertThat(e).isNotNull();
    assertThat(e.refusal().code()).isEqualTo(code);
    assertThat(e.getMessage()).contains(shown);
  }

  private SbomPublished publish() throws Exception {
    return publish(line.built());
  }

  private SbomPublished publish(Incoming<ImageBuilt> incoming) throws Exception {
    return publish(store, incoming);
  }

  private static SbomPublished publish(ArtifactStore store, Incoming<ImageBuilt> incoming)
      throws Exception {
    Outcome<SbomPublished> outcome =
        new PublishBills(store, new EventChain(store), "0.1.0").apply(incoming);
    return ((Outcome.Produced<SbomPublished>) outcome).event();
  }

  private JsonNode document(String of) throws Exception {
    Document document =
        publish().getDocuments().stream()
            .filter(d -> d.getOf().equals(of))
            .findFirst()
            .orElseThrow();
    return JSON.readTree(bytes(document));
  }

  private byte[] bytes(Document document) {
    return store.read(Digest.parse(document.getDocument().getDigest()), 1 << 20);
  }

  private static JsonNode component(JsonNode document, String name) {
    for (JsonNode component : document.get("components")) {
      if (component.get("name").textValue().equals(name)) {
        return component;
      }
    }
    throw new AssertionError("no component " + name);
  }

  private static List<String> names(JsonNode components) {
    List<String> names = new ArrayList<>();
    components.forEach(component -> names.add(component.get("name").textValue()));
    return names;
  }

  private static List<String> properties(JsonNode component) {
    List<String> properties = new ArrayList<>();
    component
        .get("properties")
        .forEach(p -> properties.add(p.get("name").textValue() + "=" + p.get("value").textValue()));
    return properties;
  }
}
