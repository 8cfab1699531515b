package dev.mintmark.signer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Dataset;
import dev.mintmark.events.build.v1.Gate;
import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.build.v1.Quantization;
import dev.mintmark.events.build.v1.Run;
import dev.mintmark.events.build.v1.Source;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.events.build.v1.TrainedModel;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.evidence.v1.EvidenceAttested;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.Layer;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.events.model.v1.Determinism;
import dev.mintmark.events.model.v1.ModelFacts;
import dev.mintmark.events.model.v1.ModelIdentity;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.model.v1.Rung;
import dev.mintmark.events.model.v1.Toolchain;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.Kind;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.layer.LayerEntry;
import dev.mintmark.oci.layer.LayerWriter;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.key.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * A release as the steps before the signer hand it on: two platforms, two targets, whole OCI
 * documents. Changes are made to events before their digest is taken, so the chain of digests
 * always holds and only what was changed is wrong.
 */
final class SampleLine {
  static final String VERSION = "0.1.0";
  static final long EPOCH = 1_780_000_000L;
  static final String REPOSITORY = "vision/face-detect";
  static final ReleaseId RELEASE = new ReleaseId("face-detect", "v1.0.0");
  private static final List<String> TARGETS = List.of("cpu-amd64", "cpu-arm64");

  private final ArtifactStore store;
  private final Map<Class<?>, Consumer<SpecificRecordBase>> changes = new HashMap<>();

  SampleLine(ArtifactStore store) {
    this.store = store;
  }

  /** Changes an event of the chain before it is handed on. */
  SampleLine change(
      Class<? extends SpecificRecordBase> event, Consumer<SpecificRecordBase> change) {
    changes.put(event, change);
    return this;
  }

  ArtifactReference put(String content, String mediaType) {
    return put(content.getBytes(UTF_8), mediaType);
  }

  ArtifactReference put(byte[] content, String mediaType) {
    return ArtifactReferences.toReference(store.put(content, mediaType));
  }

  Incoming<SbomPublished> run() {
    BuildRequested request = changed(request());
    String first = handOn(request);
    ModelIngested ingested =
        changed(ingested(request, new HandOff("face-detect", "v1.0.0", first, first)));
    ModelQuantized quantized = changed(quantized(request, link(first, handOn(ingested))));
    ImageBuilt built = changed(built(request, quantized, link(first, handOn(quantized))));
    SbomPublished documented = changed(documented(built, link(first, handOn(built))));
    Digest value = Digest.parse(handOn(documented));
    return new Incoming<>(
        documented, value, RELEASE, new Position("mintmark.sbom.published.v1", 0, 7), "live");
  }

  /** The same, attested with that key. */
  Incoming<EvidenceAttested> attested(SigningKey evidence) {
    return attested(run(), evidence);
  }

  /** What was handed on, attested with that key. */
  Incoming<EvidenceAttested> attested(Incoming<SbomPublished> documented, SigningKey evidence) {
    Outcome<EvidenceAttested> outcome =
        new AttestRelease(store, new EventChain(store), evidence, VERSION).apply(documented);
    return handedOn(((Outcome.Produced<EvidenceAttested>) outcome).event());
  }

  /** That event, as it comes to the release signer. */
  Incoming<EvidenceAttested> handedOn(EvidenceAttested event) {
    return new Incoming<>(
        event,
        Digest.parse(handOn(event)),
        RELEASE,
        new Position("mintmark.evidence.attested.v1", 0, 7),
        "live");
  }

  private static HandOff link(String request, String previous) {
    return new HandOff("face-detect", "v1.0.0", request, previous);
  }

  private <T extends SpecificRecordBase> T changed(T event) {
    changes.getOrDefault(event.getClass(), e -> {}).accept(event);
    return event;
  }

  private String handOn(SpecificRecord event) {
    return store.put(EventCodec.write(event), MediaTypes.EVENT).digest().toString();
  }

  private BuildRequested request() {
    return new BuildRequested(
        "face-detect",
        "v1.0.0",
        REPOSITORY,
        "Example Vision",
        new Source("https://example.com/vision.git", "4".repeat(40), EPOCH),
        new TrainedModel(
            put("float model", MediaTypes.ONNX),
            "Apache-2.0",
            new Dataset("faces", Digest.of(new byte[0]).toString()),
            put("lock", MediaTypes.OCTET_STREAM),
            7L),
        new Quantization(
            put("", MediaTypes.TREE),
            put("", MediaTypes.TREE),
            new Gate("detection-agreement", 0.97, List.of())),
        new Image(
            "scratch",
            put("", MediaTypes.TREE),
            List.of(),
            List.of("/app/run"),
            List.of(),
            new ArrayList<>(List.of("linux/amd64", "linux/arm64")),
            List.of(),
            List.of(),
            List.of(),
            null,
            List.of(),
            List.of(),
            null),
        new Run(tree("face.npy", "hand.npy"), 8080, "/healthz"),
        new ArrayList<>(TARGETS.stream().map(t -> new Target(t, profile(t))).toList()));
  }

  private ArtifactReference profile(String target) {
    return put("name: " + target, MediaTypes.TARGET_PROFILE);
  }

  private ArtifactReference tree(String... paths) {
    List<Tree.Entry> entries = new ArrayList<>();
    for (String path : paths) {
      Artifact file = store.put(("bytes of " + path).getBytes(UTF_8), MediaTypes.NPY);
      entries.add(new Tree.Entry(path, file.size(), file.digest()));
    }
    return put(new Tree(entries).bytes(), MediaTypes.TREE);
  }

  private static ModelIngested ingested(BuildRequested request, HandOff link) {
    TrainedModel model = request.getModel();
    return new ModelIngested(
        link,
        model.getFile(),
        new ModelIdentity(
            request.getSource().getCommit(),
            model.getDataset().getDigest(),
            model.getEnvironment().getDigest(),
            model.getFile().getDigest()),
        "face-detect:v1.0.0-git44444444",
        new ModelFacts(8L, 13L, "test", 1, 1L, List.of(), List.of()));
  }

  private ModelQuantized quantized(BuildRequested request, HandOff link) {
    List<Variant> variants = new ArrayList<>();
    for (Target target : request.getTargets()) {
      variants.add(variant(target));
    }
    return new ModelQuantized(link, variants);
  }

  private Variant variant(Target target) {
    String name = target.getName();
    List<Rung> tried =
        new ArrayList<>(
            List.of(new Rung("static-minmax", 0.95), new Rung("static-percentile", 0.9812)));
    return new Variant(
        name,
        "linux/" + name.substring("cpu-".length()),
        target.getProfile(),
        put("int8 model for " + name, MediaTypes.ONNX),
        null,
        "static-percentile",
        tried,
        "detection-agreement",
        0.9812,
        0.97,
        List.of(),
        put("{}", MediaTypes.QUANTIZATION_REPORT),
        tree("face/" + name + ".npy", "face/tolerance", "hand/" + name + ".npy", "hand/tolerance"),
        new Toolchain("qdq-java", "1", Determinism.BIT_EXACT_WITH_TABLE));
  }

  private ImageBuilt built(BuildRequested request, ModelQuantized quantized, HandOff link) {
    List<PlatformImage> images = new ArrayList<>();
    for (String platform : request.getImage().getPlatforms()) {
      images.add(image(platform));
    }
    List<ModelArtifact> models = new ArrayList<>();
    for (Variant variant : quantized.getVariants()) {
      models.add(model(request, variant));
    }
    return new ImageBuilt(
        link,
        REPOSITORY,
        put(index(images, models).bytes(), OciMediaTypes.INDEX),
        images,
        models,
        put("[]", MediaTypes.FILE_TABLE),
        Digest.of(new byte[1]).toString(),
        null);
  }

  static ImageIndex index(List<PlatformImage> images, List<ModelArtifact> models) {
    Map<Platform, Descriptor> manifests = new TreeMap<>();
    for (PlatformImage image : images) {
      manifests.put(Platform.parse(image.getPlatform()), descriptor(image.getManifest(), Map.of()));
    }
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(Annotations.VERSION, "v1.0.0");
    for (ModelArtifact model : models) {
      annotations.put(
          Annotations.MODEL_PREFIX + model.getTarget(), model.getManifest().getDigest());
    }
    return ImageIndex.ofPlatforms(manifests, annotations);
  }

  private PlatformImage image(String platform) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    dev.mintmark.oci.layer.Layer layer;
    try {
      byte[] app = ("app for " + platform).getBytes(UTF_8);
      layer = new LayerWriter(EPOCH).write(List.of(file("app/run", app)), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ArtifactReference blob = put(bytes.toByteArray(), OciMediaTypes.LAYER_GZIP);
    ImageConfig config =
        new ImageConfig(
            EPOCH,
            Platform.parse(platform),
            new ImageConfig.Run(
                null,
                new TreeSet<>(),
                List.of(),
                List.of("/app/run"),
                List.of(),
                null,
                new TreeMap<>()),
            List.of(layer.diffId()),
            List.of());
    ArtifactReference configReference = put(config.bytes(), OciMediaTypes.CONFIG);
    Manifest manifest =
        Manifest.image(
            descriptor(configReference, Map.of()), List.of(descriptor(blob, Map.of())), Map.of());
    return new PlatformImage(
        platform,
        put(manifest.bytes(), OciMediaTypes.MANIFEST),
        configReference,
        new ArrayList<>(List.of(new Layer(blob, layer.diffId().toString()))));
  }

  private static LayerEntry file(String path, byte[] content) {
    return new LayerEntry.File(
        path, 0755, content.length, null, () -> new ByteArrayInputStream(content));
  }

  private ModelArtifact model(BuildRequested request, Variant variant) {
    List<Descriptor> layers = new ArrayList<>();
    layers.add(descriptor(variant.getModel(), title("model.onnx")));
    layers.addAll(files("smoke/", request.getRun().getSmoke()));
    layers.addAll(files("expected/", variant.getExpected()));
    Manifest manifest =
        Manifest.ofArtifact(
            "application/vnd.mintmark.model.v1",
            layers,
            null,
            Map.of(Annotations.TARGET, variant.getTarget()));
    return new ModelArtifact(
        variant.getTarget(),
        variant.getPlatform(),
        put(manifest.bytes(), OciMediaTypes.MANIFEST),
        put("{}", OciMediaTypes.EMPTY),
        variant.getModel(),
        new ArrayList<>(
            layers.stream().map(l -> ArtifactReferences.toReference(l.artifact())).toList()));
  }

  private List<Descriptor> files(String folder, ArtifactReference tree) {
    return store.readTree(ArtifactReferences.toArtifact(tree)).entries().stream()
        .map(e ->
            Descriptor.of(
                new Artifact(e.digest(), MediaTypes.NPY, e.size()), title(folder + e.path())))
        .toList();
  }

  private SbomPublished documented(ImageBuilt built, HandOff link) {
    List<Document> documents = new ArrayList<>();
    for (PlatformImage image : built.getImages()) {
      documents.add(document(Kind.IMAGE, image.getPlatform(), image.getManifest()));
    }
    for (ModelArtifact model : built.getModels()) {
      documents.add(document(Kind.MODEL, model.getTarget(), model.getManifest()));
    }
    return new SbomPublished(link, documents);
  }

  Document document(Kind kind, String of, ArtifactReference subject) {
    return document(kind, of, subject, "{\"bomFormat\":\"CycloneDX\",\"of\":\"" + of + "\"}");
  }

  Document document(Kind kind, String of, ArtifactReference subject, String content) {
    ArtifactReference document = put(content, MediaTypes.CYCLONEDX);
    Manifest manifest =
        Manifest.ofArtifact(
            MediaTypes.CYCLONEDX,
            List.of(descriptor(document, Map.of())),
            descriptor(subject, Map.of()),
            Map.of());
    return new Document(
        kind,
        of,
        subject,
        document,
        put(manifest.bytes(), OciMediaTypes.MANIFEST),
        put("{}", OciMediaTypes.EMPTY));
  }

  private static Map<String, String> title(String title) {
    return Map.of(Annotations.TITLE, title);
  }

  static Descriptor descriptor(ArtifactReference reference, Map<String, String> annotations) {
    return Descriptor.of(ArtifactReferences.toArtifact(reference), annotations);
  }
}
