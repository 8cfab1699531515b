package dev.mintmark.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.StreamSupport;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishSbomTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private ArtifactStore store;
  private SampleLine line;

  @BeforeEach
  void setUp() {
    store = new FolderArtifactStore(folder.resolve("store"));
    line = new SampleLine(store);
  }

  private SbomPublished publish(SampleLine line) {
    return publish(line, line.run());
  }

  private SbomPublished publish(SampleLine line, Incoming<ImageBuilt> incoming) {
    PublishSbom step =
        new PublishSbom(line.store, new EventChain(line.store), folder.resolve("work"));
    try {
      return switch (step.apply(incoming)) {
        case Outcome.Produced<SbomPublished>(SbomPublished published) -> published;
        case Outcome<SbomPublished> other -> throw new AssertionError("not published: " + other);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] read(ArtifactReference reference) {
    return store.read(Digest.parse(reference.getDigest()), 10 << 20);
  }

  private JsonNode document(int index) throws IOException {
    return JSON.readTree(read(publish(line).getDocuments().get(index).getDocument()));
  }

  private static JsonNode named(JsonNode components, String name) {
    return StreamSupport.stream(components.spliterator(), false)
        .filter(c -> c.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no component " + name));
  }

  private static String property(JsonNode component, String name) {
    return named(component.path("properties"), name).path("value").asText();
  }

  private static String sha256(String content) {
    return Digest.of(SampleLine.bytes(content)).hex();
  }

  @Test
  void publishesOneDocumentForEachImageAndModelInOrder() {
    Incoming<ImageBuilt> incoming = line.run();

    SbomPublished published = publish(line, incoming);

    assertThat(published.getDocuments())
        .extracting(d -> d.getKind() + " " + d.getOf())
        .containsExactly(
            "IMAGE linux/amd64", "IMAGE linux/arm64", "MODEL cpu-amd64", "MODEL cpu-arm64");
    assertThat(published.getHandOff().getPrevious()).isEqualTo(incoming.value().toString());
    assertThat(published.getHandOff().getRequest())
        .isEqualTo(incoming.event().getHandOff().getRequest());
  }

  @Test
  void attachesEachDocumentToTheManifestThatItDescribes() {
    Incoming<ImageBuilt> incoming = line.run();

    List<Document> documents = publish(line, incoming).getDocuments();

    assertThat(documents)
        .extracting(Document::getSubject)
        .containsExactly(
            incoming.event().getImages().get(0).getManifest(),
            incoming.event().getImages().get(1).getManifest(),
            incoming.event().getModels().get(0).getManifest(),
            incoming.event().getModels().get(1).getManifest());
    for (Document document : documents) {
      Manifest manifest = OciReader.manifest(read(document.getManifest()));
      assertThat(manifest.artifactType()).isEqualTo(MediaTypes.CYCLONEDX);
      assertThat(manifest.layers())
          .extracting(l -> ArtifactReferences.toReference(l.artifact()))
          .containsExactly(document.getDocument());
      assertThat(manifest.subjectIfAny().map(Descriptor::artifact))
          .contains(ArtifactReferences.toArtifact(document.getSubject()));
      assertThat(read(document.getConfig())).asString().isEqualTo("{}");
    }
  }

  @Test
  void writesDocumentsThatTheSchemaAllows() throws IOException {
    for (Document document : publish(line).getDocuments()) {
      assertThat(new JsonParser().validate(read(document.getDocument()), Version.VERSION_16))
          .isEmpty();
    }
  }

  @Test
  void namesTheNativeLibraryBelowThePackageThatItCameFrom() throws IOException {
    JsonNode library = named(document(1).path("components"), "onnxruntime");

    assertThat(library.path("purl").asText()).isEqualTo(SampleLine.PURL);
    assertThat(library.path("group").asText()).isEqualTo("com.microsoft.onnxruntime");
    assertThat(library.path("version").asText()).isEqualTo("1.29.0");
    assertThat(library.path("hashes").path(0).path("content").asText())
        .isEqualTo(sha256("the jar"));
    JsonNode file = named(library.path("components"), "/usr/lib/libonnxruntime.so");
    assertThat(file.path("hashes").path(0).path("content").asText())
        .isEqualTo(sha256("library of linux/arm64"));
    assertThat(property(file, "mintmark:input:member"))
        .isEqualTo("native/linux/arm64/libonnxruntime.so");
    assertThat(file.path("licenses").path(0).path("expression").asText()).isEqualTo("MIT");
  }

  @Test
  void listsEachStorePathAsALibrary() throws IOException {
    line.withClosure(SampleLine.STORE_PURL);

    JsonNode libc = named(document(1).path("components"), "glibc");

    assertThat(libc.path("type").asText()).isEqualTo("library");
    assertThat(libc.path("version").asText()).isEqualTo("2.38-44");
    assertThat(libc.path("purl").asText()).isEqualTo(SampleLine.STORE_PURL);
    assertThat(libc.path("components").path(0).path("name").asText())
        .isEqualTo("/nix/store/x/libc.so.6");
  }

  @Test
  void listsWhatADockerfileMakesAsTheReleasesOwn() throws IOException {
    line.withDockerfile(null);

    JsonNode file = named(document(1).path("components"), "/opt/made");

    assertThat(file.path("type").asText()).isEqualTo("file");
    assertThat(file.path("properties").toString()).contains(sha256("FROM scratch"));
    assertThat(file.has("licenses")).isFalse();
  }

  @Test
  void listsPackagesAndBaseAsLibrariesWithTheirFiles() throws IOException {
    line.withPackage(true).withBase(true);

    JsonNode components = document(1).path("components");

    JsonNode deb = named(components, "libgreet1");
    assertThat(deb.path("type").asText()).isEqualTo("library");
    assertThat(deb.path("purl").asText()).isEqualTo(SampleLine.DEB_PURL);
    assertThat(deb.path("version").asText()).isEqualTo("2.0-1");
    assertThat(deb.path("licenses").path(0).path("expression").asText()).isEqualTo("NOASSERTION");
    assertThat(deb.path("hashes").path(0).path("content").asText()).isEqualTo(sha256("the deb"));
    JsonNode base = named(components, "base");
    assertThat(base.path("purl").asText()).isEqualTo(SampleLine.BASE_PURL);
    assertThat(base.path("version").asText()).isEqualTo("sha256:" + "ab".repeat(32));
    assertThat(named(base.path("components"), "/etc/passwd").path("type").asText())
        .isEqualTo("file");
  }

  @Test
  void linksTheImageToTheDocumentOfItsModel() throws IOException {
    List<Document> documents = publish(line).getDocuments();
    JsonNode image = JSON.readTree(read(documents.get(0).getDocument()));
    JsonNode model = JSON.readTree(read(documents.get(2).getDocument()));

    String serial = model.path("serialNumber").asText().substring("urn:uuid:".length());
    assertThat(
            named(image.path("components"), "face-detect")
                .path("externalReferences")
                .path(0)
                .path("url")
                .asText())
        .isEqualTo("urn:cdx:" + serial + "/1");
  }

  @Test
  void saysHowGoodTheModelIsAndWhatItDescendsFrom() throws IOException {
    JsonNode model = named(document(2).path("components"), "face-detect");

    JsonNode metric = model.at("/modelCard/quantitativeAnalysis/performanceMetrics").path(0);
    assertThat(metric.path("type").asText()).isEqualTo("detection-agreement");
    assertThat(metric.path("value").asText()).isEqualTo("0.9812");
    assertThat(metric.path("slice").asText()).startsWith("validation samples sha256:");
    assertThat(model.at("/pedigree/ancestors/0/hashes/0/content").asText())
        .isEqualTo(sha256("float model"));
    assertThat(model.at("/modelCard/modelParameters/inputs/0/format").asText())
        .isEqualTo("image: float32[1x3x128x128]");
    assertThat(property(model, "mintmark:quantization:rung")).isEqualTo("static-percentile");
  }

  @Test
  void listsThePackagesOfTheTrainingEnvironment() throws IOException {
    JsonNode packages =
        named(document(2).path("components"), "training environment").path("components");

    assertThat(packages)
        .extracting(p -> p.path("purl").asText())
        .containsExactly("pkg:pypi/numpy@2.1.0", "pkg:pypi/pillow-image@11.0.0");
    assertThat(packages.path(0).at("/hashes/0/content").asText()).isEqualTo("a".repeat(64));
    assertThat(packages.path(1).path("hashes").isMissingNode())
        .as("one of two files was installed; the document does not guess which")
        .isTrue();
  }

  @Test
  void declaresAnEnvironmentThatItCannotReadToBeUnknown() throws IOException {
    line.lock = "numpy\n";

    JsonNode document = document(2);

    JsonNode environment = named(document.path("components"), "training environment");
    assertThat(environment.path("components").isMissingNode()).isTrue();
    assertThat(environment.at("/hashes/0/content").asText()).isEqualTo(sha256("numpy\n"));
    assertThat(document.path("compositions"))
        .anyMatch(c ->
            c.path("aggregate").asText().equals("unknown")
                && c.path("assemblies").toString().contains("\"environment\""));
  }

  @Test
  void takesItsTimeFromTheSource() throws IOException {
    assertThat(document(0).at("/metadata/timestamp").asText()).isEqualTo("2026-05-28T20:26:40Z");
  }

  @Test
  void givesOtherContentAnotherSerialNumber() throws IOException {
    String serial = document(0).path("serialNumber").asText();
    line.app.put("serve.sh", SampleLine.bytes("#!/bin/sh\nexec true\n"));

    assertThat(document(0).path("serialNumber").asText())
        .matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .isNotEqualTo(serial);
  }

  @Test
  void makesTheSameBytesInAnotherFolderLocaleAndTimeZone() {
    byte[] first = EventCodec.write(publish(line));
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      SampleLine other = new SampleLine(new FolderArtifactStore(folder.resolve("other")));

      assertThat(EventCodec.write(publish(other))).isEqualTo(first);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }
}
