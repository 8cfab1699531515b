package dev.mintmark.ledger.rebuild.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Dataset;
import dev.mintmark.events.build.v1.Gate;
import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.build.v1.ImageFile;
import dev.mintmark.events.build.v1.Quantization;
import dev.mintmark.events.build.v1.Source;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.events.build.v1.TrainedModel;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ImageTool;
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
import dev.mintmark.events.rebuild.v1.Payload;
import dev.mintmark.events.rebuild.v1.PayloadKind;
import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.Kind;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.rebuild.chain.Link;
import dev.mintmark.ledger.rebuild.chain.Steps;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.cosign.ImagePayloads;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.cosign.SimpleSigning;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.evidence.Attestations;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.model.ModelFiles;
import dev.mintmark.verify.model.ModelSignature;
import dev.mintmark.verify.model.ModelStatement;
import dev.mintmark.verify.release.StatementSignature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the steps hand off of one release, with a store of their own. Both sides are made by this,
 * with what a test changes on one of them.
 */
final class SampleHandOffs {
  static final ReleaseId RELEASE = new ReleaseId("face-detect", "v1.0.0");
  static final String REPOSITORY = "vision/face-detect";

  /** What this side stored. */
  final Map<Digest, byte[]> store = new HashMap<>();

  /** Other bytes than the usual ones, by the artifact's name. */
  final Map<String, String> other = new HashMap<>();

  /** Artifacts that are named and never stored. */
  final Set<String> echoed = new HashSet<>();

  /** Toolchain documents by step. */
  final Map<Steps, String> toolchains = new EnumMap<>(Steps.class);

  List<String> targets = List.of("cpu-amd64", "cpu-arm64");
  List<String> platforms = List.of("linux/amd64", "linux/arm64");
  int layers = 2;

  /** Whether the line has evidence: before, the signer answered {@code sbom.published}. */
  boolean lineAttests = true;

  /** Whether this side has the evidence. */
  boolean evidence = true;

  /** What the provenance says. */
  String madeWith = "0.1.0";

  /** Whether each model's files are signed, as a line with evidence has it. */
  boolean modelSignatures = true;

  /** The name of the model in these signatures. */
  String modelName = "face-detect";

  /** What built the Dockerfile; null where there is none. */
  @Nullable ImageTool imageTool;

  private String previous = "";

  /** What the map has under a key that it has. */
  static <K, V> V of(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key));
  }

  ArtifactReference put(String name, String mediaType) {
    byte[] bytes = other.getOrDefault(name, "{\"is\":\"" + name + "\"}\n").getBytes(UTF_8);
    return store(name, bytes, mediaType);
  }

  private ArtifactReference store(String name, byte[] bytes, String mediaType) {
    if (!echoed.contains(name)) {
      store.put(Digest.of(bytes), bytes);
    }
    return ArtifactReferences.toReference(Artifact.of(bytes, mediaType));
  }

  private ArtifactReference tree(String name, String... files) {
    List<Tree.Entry> entries = new ArrayList<>();
    for (String file : files) {
      ArtifactReference entry = put(name + "/" + file, MediaTypes.NPY);
      entries.add(new Tree.Entry(file, entry.getSize(), Digest.parse(entry.getDigest())));
    }
    return store(name, new Tree(entries).bytes(), MediaTypes.TREE);
  }

  /** The request, and everything that it names. */
  BuildRequested requested() {
    return new BuildRequested(
        RELEASE.name(),
        RELEASE.version(),
        REPOSITORY,
        "Example",
        new Source("https://example.com/vision.git", "4".repeat(40), 1_780_000_000L),
        new TrainedModel(
            put("float model", MediaTypes.ONNX),
            "Apache-2.0",
            new Dataset("faces", Digest.of(new byte[0]).toString()),
            put("lock", MediaTypes.OCTET_STREAM),
            7L),
        new Quantization(
            tree("calibration", "face-1.npy", "face-2.npy"),
            tree("validation", "face-3.npy"),
            new Gate("detection-agreement", 0.97, List.of())),
        new Image(
            "scratch",
            tree("app", "serve"),
            List.of(
                new ImageFile(
                    "linux/amd64",
                    "/lib/runtime.so",
                    493,
                    put("runtime.jar", MediaTypes.OCTET_STREAM),
                    null,
                    "pkg:maven/com.microsoft.onnxruntime/onnxruntime@1.29.0",
                    "MIT")),
            List.of("/app/serve"),
            List.of(),
            platforms,
            List.of(),
            List.of(),
            List.of(),
            null,
            List.of(),
            List.of(),
            null),
        new dev.mintmark.events.build.v1.Run(tree("smoke", "face.npy"), null, null),
        targets.stream()
            .map(target -> new Target(target, put("profile " + target, MediaTypes.TARGET_PROFILE)))
            .toList());
  }

  /** The steps up to the SBOMs. */
  Map<Steps, Link> line(BuildRequested request) {
    byte[] value = EventCodec.write(request);
    store.put(Digest.of(value), value);
    String digest = Digest.of(value).toString();
    previous = digest;
    Map<Steps, Link> links = new EnumMap<>(Steps.class);
    links.put(Steps.INGEST, link(Steps.INGEST, ingested(request, place(digest))));
    ModelQuantized quantized = quantized(request, place(digest));
    links.put(Steps.QUANTIZE, link(Steps.QUANTIZE, quantized));
    ImageBuilt built = built(quantized, place(digest));
    links.put(Steps.BUILD, link(Steps.BUILD, built));
    links.put(Steps.DOCUMENT, link(Steps.DOCUMENT, documented(built, place(digest))));
    return links;
  }

  private HandOff place(String request) {
    return new HandOff(RELEASE.name(), RELEASE.version(), request, previous);
  }

  private Link link(Steps step, SpecificRecord event) {
    byte[] value = EventCodec.write(event);
    store.put(Digest.of(value), value);
    previous = Digest.of(value).toString();
    return new Link(step.rebuilt(), event, value, Optional.ofNullable(toolchains.get(step)));
  }

  private static ModelIngested ingested(BuildRequested request, HandOff place) {
    return new ModelIngested(
        place,
        request.getModel().getFile(),
        new ModelIdentity(
            "4".repeat(40), place.getRequest(), place.getRequest(), place.getRequest()),
        "tag",
        new ModelFacts(8L, 13L, "test", 1, 1L, List.of(), List.of()));
  }

  private ModelQuantized quantized(BuildRequested request, HandOff place) {
    return new ModelQuantized(
        place, targets.stream().map(target -> variant(request, target)).toList());
  }

  private Variant variant(BuildRequested request, String target) {
    return new Variant(
        target,
        "linux/" + target.substring(4),
        request.getTargets().getFirst().getProfile(),
        put("model " + target, MediaTypes.ONNX),
        put("table " + target, MediaTypes.CALIBRATION_TABLE),
        "static-percentile",
        List.of(new Rung("static-percentile", 0.98)),
        "detection-agreement",
        0.98,
        0.97,
        List.of(),
        put("report " + target, MediaTypes.QUANTIZATION_REPORT),
        tree("expected " + target, "face/out.npy"),
        new Toolchain("qdq-java", "1", Determinism.BIT_EXACT_WITH_TABLE));
  }

  private ImageBuilt built(ModelQuantized quantized, HandOff place) {
    return new ImageBuilt(
        place,
        REPOSITORY,
        put("index", OciMediaTypes.INDEX),
        platforms.stream().map(this::image).toList(),
        quantized.getVariants().stream().map(this::model).toList(),
        put("files", MediaTypes.FILE_TABLE),
        Digest.of(new byte[1]).toString(),
        imageTool);
  }

  private PlatformImage image(String platform) {
    List<Layer> all = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      ArtifactReference blob = put("layer " + i + " " + platform, OciMediaTypes.LAYER_GZIP);
      all.add(new Layer(blob, Digest.of(new byte[] {(byte) i}).toString()));
    }
    return new PlatformImage(
        platform,
        put("manifest " + platform, OciMediaTypes.MANIFEST),
        put("config " + platform, OciMediaTypes.CONFIG),
        all);
  }

  private ModelArtifact model(Variant variant) {
    // An input that the step passes on: it stores none of it.
    ArtifactReference smoke =
        ArtifactReferences.toReference(
            Artifact.of("{\"is\":\"smoke/face.npy\"}\n".getBytes(UTF_8), MediaTypes.NPY));
    return new ModelArtifact(
        variant.getTarget(),
        variant.getPlatform(),
        put("model manifest " + variant.getTarget(), OciMediaTypes.MANIFEST),
        put("empty", OciMediaTypes.EMPTY),
        variant.getModel(),
        List.of(variant.getModel(), smoke));
  }

  private SbomPublished documented(ImageBuilt built, HandOff place) {
    return new SbomPublished(
        place,
        built.getImages().stream()
            .map(image ->
                new Document(
                    Kind.IMAGE,
                    image.getPlatform(),
                    image.getManifest(),
                    put("sbom " + image.getPlatform(), MediaTypes.CYCLONEDX),
                    put("sbom manifest " + image.getPlatform(), OciMediaTypes.MANIFEST),
                    put("empty", OciMediaTypes.EMPTY)))
            .toList());
  }

  private static List<Artifact> signedManifests(ImageBuilt built) {
    return Stream.of(
            Stream.of(built.getIndex()),
            built.getImages().stream().map(PlatformImage::getManifest),
            built.getModels().stream().map(ModelArtifact::getManifest))
        .flatMap(manifests -> manifests)
        .map(ArtifactReferences::toArtifact)
        .toList();
  }

  /** Something that the evidence key attests. */
  private record Attested(PayloadKind kind, EvidenceType type, Artifact of, Statement statement) {}

  private List<Attested> attested(ImageBuilt built) {
    List<Attested> all = new ArrayList<>();
    if (evidence) {
      for (Artifact manifest : signedManifests(built)) {
        all.add(attested(PayloadKind.PROVENANCE_STATEMENT, EvidenceType.PROVENANCE, manifest));
      }
      for (PlatformImage image : built.getImages()) {
        all.add(
            attested(
                PayloadKind.SBOM_STATEMENT,
                EvidenceType.SBOM,
                ArtifactReferences.toArtifact(image.getManifest())));
      }
    }
    return all;
  }

  private Attested attested(PayloadKind kind, EvidenceType type, Artifact of) {
    return new Attested(
        kind,
        type,
        of,
        new Statement(
            List.of(new Subject(Optional.of(REPOSITORY), of.digest())),
            type.predicateType(),
            CanonicalJson.object().put("madeWith", madeWith)));
  }

  private ModelStatement modelFiles(ModelArtifact model) {
    Digest file = Digest.parse(model.getModel().getDigest());
    return new ModelStatement(modelName, ModelFiles.of(Map.of("model.onnx", file)), List.of());
  }

  /** The end of a rebuild. */
  Link prepared(Map<Steps, Link> links) {
    ImageBuilt built = (ImageBuilt) of(links, Steps.BUILD).event();
    List<Payload> payloads = new ArrayList<>();
    for (Artifact manifest : signedManifests(built)) {
      ImagePayloads image = ImagePayloads.of(manifest, REPOSITORY);
      String of = manifest.digest().toString();
      payloads.add(
          new Payload(
              PayloadKind.SIMPLE_SIGNING,
              of,
              store("simple " + of, image.simpleSigning(), SimpleSigning.MEDIA_TYPE)));
      payloads.add(
          new Payload(
              PayloadKind.IN_TOTO_STATEMENT,
              of,
              store("in-toto " + of, image.statement().bytes(), Envelope.IN_TOTO)));
    }
    for (Attested one : attested(built)) {
      String of = one.of().digest().toString();
      payloads.add(
          new Payload(
              one.kind(), of, store(one.kind() + of, one.statement().bytes(), Envelope.IN_TOTO)));
    }
    for (String target : targets) {
      payloads.add(
          new Payload(
              PayloadKind.RELEASE_ENV, target, put("env " + target, MediaTypes.RELEASE_ENV)));
    }
    for (ModelArtifact model : modelSignatures ? built.getModels() : List.<ModelArtifact>of()) {
      payloads.add(
          new Payload(
              PayloadKind.MODEL_STATEMENT,
              model.getManifest().getDigest(),
              store(
                  "model files " + model.getTarget(),
                  modelFiles(model).statement().bytes(),
                  Envelope.IN_TOTO)));
    }
    return link(
        Steps.SIGN,
        new RebuildPrepared(
            place(built.getHandOff().getRequest()),
            REPOSITORY,
            RELEASE.version(),
            built.getIndex(),
            payloads));
  }

  /** The line's own end. */
  Link signed(Map<Steps, Link> links, SigningKey key, String hint, SigningKey evidenceKey) {
    ImageBuilt built = (ImageBuilt) of(links, Steps.BUILD).event();
    ImageSigner signer = new ImageSigner(key, Instant.EPOCH);
    List<PublishedObject> objects = new ArrayList<>();
    for (Artifact manifest : signedManifests(built)) {
      objects.add(object(signer.signatureTag(manifest, REPOSITORY)));
      objects.add(object(signer.bundleReferrer(manifest, REPOSITORY)));
    }
    Map<Artifact, List<Attestations.Signed>> attested = new LinkedHashMap<>();
    for (Attested one : attested(built)) {
      attested
          .computeIfAbsent(one.of(), of -> new ArrayList<>())
          .add(
              new Attestations.Signed(
                  one.type(), SigstoreBundle.sign(one.statement(), evidenceKey)));
    }
    attested.forEach((of, all) -> {
      Attestations attestations = new Attestations(of, all);
      attestations.referrers(Instant.EPOCH).forEach(made -> objects.add(object(made)));
      objects.add(object(attestations.tag()));
    });
    for (ModelArtifact model : modelSignatures ? built.getModels() : List.<ModelArtifact>of()) {
      objects.add(
          object(
              ModelSignature.referrer(
                  ModelSignature.sign(modelFiles(model), key),
                  ArtifactReferences.toArtifact(model.getManifest()),
                  Instant.EPOCH)));
    }
    List<dev.mintmark.events.release.v1.Statement> statements = new ArrayList<>();
    for (String target : targets) {
      ArtifactReference env = put("env " + target, MediaTypes.RELEASE_ENV);
      byte[] signature = StatementSignature.sign(of(store, Digest.parse(env.getDigest())), key);
      ArtifactReference signed =
          store("env sig " + target, signature, MediaTypes.RELEASE_ENV_SIGNATURE);
      statements.add(new dev.mintmark.events.release.v1.Statement(target, env, signed));
      objects.add(
          new PublishedObject(
              put("env manifest " + target, OciMediaTypes.MANIFEST),
              List.of(env, signed),
              built.getIndex().getDigest(),
              null));
    }
    if (lineAttests) {
      // In place of evidence.attested, which nobody reads here.
      previous = Digest.of(new byte[] {2}).toString();
    }
    return link(
        Steps.SIGN,
        new ReleaseSigned(
            place(built.getHandOff().getRequest()),
            REPOSITORY,
            RELEASE.version(),
            built.getIndex(),
            hint,
            statements,
            objects));
  }

  private PublishedObject object(ArtifactManifest made) {
    Stream.concat(Stream.of(made.bytes(), made.config()), made.layers().stream())
        .forEach(blob -> store.put(blob.artifact().digest(), blob.content()));
    return new PublishedObject(
        ArtifactReferences.toReference(made.bytes().artifact()),
        Stream.concat(Stream.of(made.config()), made.layers().stream())
            .map(blob -> ArtifactReferences.toReference(blob.artifact()))
            .toList(),
        made.subject().map(Digest::toString).orElse(null),
        made.tag().orElse(null));
  }
}
