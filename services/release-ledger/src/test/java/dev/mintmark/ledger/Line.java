package dev.mintmark.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Dataset;
import dev.mintmark.events.build.v1.Gate;
import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.build.v1.ImageFile;
import dev.mintmark.events.build.v1.Quantization;
import dev.mintmark.events.build.v1.Run;
import dev.mintmark.events.build.v1.Source;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.events.build.v1.TrainedModel;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
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
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.release.v1.Statement;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.Kind;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** One release on its way down the line: each call is the next step's event, as a Kafka record. */
public final class Line {
  private static final List<String> TARGETS = List.of("cpu-amd64", "cpu-arm64");

  /** Rows of a published release: hand-offs, build, release, and what its request names. */
  static final int ROWS = 7 + 1 + 1 + 15;

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final String name;
  private final String version;
  private final String seed;
  private final Map<Digest, byte[]> contents = new HashMap<>();
  private String request = "";
  private String previous = "";
  private String cause = "";
  private int steps;
  private @Nullable ArtifactReference profile;

  /** Two lines of one release with different seeds are different requests for it. */
  public Line(String name, String version, String seed) {
    this.name = name;
    this.version = version;
    this.seed = seed;
  }

  /** Everything from the request to the published release. */
  public static List<ProducerRecord<byte[], byte[]>> published(String name, String version) {
    Line line = new Line(name, version, "");
    return line.followed(line.requested());
  }

  /** The same with a request that names that many files of the image beside all else. */
  static List<ProducerRecord<byte[], byte[]>> publishedWithFiles(
      String name, String version, int files) {
    Line line = new Line(name, version, "");
    List<ImageFile> all =
        IntStream.range(0, files)
            .mapToObj(i -> line.imageFile("linux/amd64", "/usr/lib/lib" + i + ".so", "file " + i))
            .toList();
    return line.followed(line.requested(all));
  }

  /** Everything from the request to the published release, of this line. */
  public List<ProducerRecord<byte[], byte[]>> all() {
    return followed(requested());
  }

  private List<ProducerRecord<byte[], byte[]>> followed(ProducerRecord<byte[], byte[]> requested) {
    return List.of(
        requested, ingested(), quantized(), built(), documented(), signed(), published());
  }

  /**
   * A release of one training run that all such lines have in common, for targets with one profile.
   */
  public static Line ofOneTraining(String name, String version, ArtifactReference profile) {
    Line line = new Line(name, version, "");
    line.profile = profile;
    return line;
  }

  public String request() {
    return request;
  }

  public ProducerRecord<byte[], byte[]> requested() {
    return requestedWithFiles("linux/amd64", "linux/arm64");
  }

  /** A request whose image has one file for each of these platforms. */
  public ProducerRecord<byte[], byte[]> requestedWithFiles(String... platforms) {
    return requested(
        Stream.of(platforms)
            .map(platform -> imageFile(platform, "/usr/lib/libonnxruntime.so", "runtime"))
            .toList());
  }

  private ProducerRecord<byte[], byte[]> requested(List<ImageFile> files) {
    byte[] value = EventCodec.write(requestEvent(files));
    request = Digest.of(value).toString();
    return message(TopicCatalogue.BUILD_REQUESTED, value);
  }

  private BuildRequested requestEvent(List<ImageFile> files) {
    return new BuildRequested(
        name,
        version,
        "vision/" + name,
        "Example",
        new Source("https://example.com/vision.git", "a".repeat(40), 1_780_000_000L),
        new TrainedModel(
            reference("float model", MediaTypes.ONNX),
            "Apache-2.0",
            new Dataset("faces", Digest.of("faces".getBytes(UTF_8)).toString()),
            profile == null ? reference("lock", MediaTypes.OCTET_STREAM) : profile,
            7L),
        new Quantization(
            reference("calibration", MediaTypes.TREE),
            reference("validation", MediaTypes.TREE),
            new Gate("detection-agreement", 0.97, List.of())),
        new Image(
            "scratch",
            reference("app", MediaTypes.TREE),
            files,
            List.of("/app/serve"),
            List.of(),
            List.of("linux/amd64", "linux/arm64"),
            List.of(),
            List.of(),
            List.of(),
            null),
        new Run(reference("smoke", MediaTypes.TREE), null, null),
        TARGETS.stream().map(t -> new Target(t, profile(t))).toList());
  }

  private ArtifactReference profile(String target) {
    return profile == null ? reference("profile " + target, MediaTypes.TARGET_PROFILE) : profile;
  }

  private ImageFile imageFile(String platform, String path, String content) {
    return new ImageFile(
        platform, path, 0755, reference(content, MediaTypes.OCTET_STREAM), null, null, "MIT");
  }

  public ProducerRecord<byte[], byte[]> ingested() {
    return message(
        TopicCatalogue.MODEL_INGESTED,
        new ModelIngested(
            link(),
            reference("float model", MediaTypes.ONNX),
            new ModelIdentity("a".repeat(40), request, request, request),
            "tag",
            new ModelFacts(8L, 17L, "", 3, 4L, List.of(), List.of())));
  }

  public ProducerRecord<byte[], byte[]> quantized() {
    return message(
        TopicCatalogue.MODEL_QUANTIZED,
        new ModelQuantized(link(), TARGETS.stream().map(this::variant).toList()));
  }

  private Variant variant(String target) {
    return new Variant(
        target,
        "linux/" + target.substring(4),
        reference("profile " + target, MediaTypes.TARGET_PROFILE),
        reference("model " + target, MediaTypes.ONNX),
        null,
        "dynamic",
        List.of(new Rung("dynamic", 0.99)),
        "detection-agreement",
        0.99,
        0.97,
        List.of(),
        reference("report " + target, MediaTypes.QUANTIZATION_REPORT),
        reference("expected " + target, MediaTypes.TREE),
        new Toolchain("qdq-java", "1", Determinism.BIT_EXACT));
  }

  public ProducerRecord<byte[], byte[]> built() {
    return message(
        TopicCatalogue.IMAGE_BUILT,
        new ImageBuilt(
            link(),
            "vision/" + name,
            index(),
            List.of(
                new PlatformImage(
                    "linux/amd64",
                    reference("manifest", "application/vnd.oci.image.manifest.v1+json"),
                    reference("config", "application/vnd.oci.image.config.v1+json"),
                    List.of(new Layer(reference("layer", MediaTypes.OCTET_STREAM), request)))),
            List.of(
                new ModelArtifact(
                    "cpu-amd64",
                    "linux/amd64",
                    reference("model manifest", "application/vnd.oci.image.manifest.v1+json"),
                    reference("empty", "application/vnd.oci.empty.v1+json"),
                    reference("model cpu-amd64", MediaTypes.ONNX),
                    List.of(reference("model cpu-amd64", MediaTypes.ONNX)))),
            reference("files", MediaTypes.FILE_TABLE),
            request));
  }

  public ProducerRecord<byte[], byte[]> documented() {
    ArtifactReference any = reference("sbom", MediaTypes.CYCLONEDX);
    return message(
        TopicCatalogue.SBOM_PUBLISHED,
        new SbomPublished(
            link(), List.of(new Document(Kind.IMAGE, "linux/amd64", any, any, any, any))));
  }

  public ProducerRecord<byte[], byte[]> signed() {
    ArtifactReference statement = reference("statement", MediaTypes.RELEASE_ENV);
    ArtifactReference signature = reference("signature", MediaTypes.RELEASE_ENV_SIGNATURE);
    return message(
        TopicCatalogue.RELEASE_SIGNED,
        new ReleaseSigned(
            link(),
            "vision/" + name,
            version,
            index(),
            "key",
            List.of(new Statement("cpu-amd64", statement, signature)),
            List.of(new PublishedObject(index(), List.of(statement), null, null))));
  }

  public ProducerRecord<byte[], byte[]> published() {
    return message(
        TopicCatalogue.RELEASE_PUBLISHED,
        new ReleasePublished(link(), "vision/" + name, version, index(), TARGETS));
  }

  public ProducerRecord<byte[], byte[]> rejected(String code, String found) {
    return message(
        TopicCatalogue.RELEASE_REJECTED,
        new ReleaseRejected(link(), "trainer-ingest", code, "subject", found, "advice"));
  }

  /** Digest of the release's index. */
  public ArtifactReference index() {
    return reference("index", "application/vnd.oci.image.index.v1+json");
  }

  /** All bytes that were named until now, those of the trees' files with them. */
  public Map<Digest, byte[]> contents() {
    return Map.copyOf(contents);
  }

  private ArtifactReference reference(String what, String mediaType) {
    byte[] bytes = (name + version + seed + what).getBytes(UTF_8);
    contents.put(Digest.of(bytes), bytes);
    if (mediaType.equals(MediaTypes.TREE)) {
      bytes = new Tree(List.of(new Tree.Entry("file", bytes.length, Digest.of(bytes)))).bytes();
      contents.put(Digest.of(bytes), bytes);
    }
    return new ArtifactReference(Digest.of(bytes).toString(), mediaType, (long) bytes.length);
  }

  private HandOff link() {
    return new HandOff(name, version, request, previous);
  }

  private ProducerRecord<byte[], byte[]> message(Topic topic, SpecificRecord event) {
    return message(topic, EventCodec.write(event));
  }

  private ProducerRecord<byte[], byte[]> message(Topic topic, byte[] value) {
    String id = cause.isEmpty() ? EventHeaders.firstId(value, EventHeaders.LIVE) : next(topic);
    RecordHeaders headers = new RecordHeaders();
    header(headers, EventHeaders.ID, id);
    header(headers, EventHeaders.TIME, START.plusSeconds(steps++).toString());
    header(headers, EventHeaders.RUN, EventHeaders.LIVE);
    header(headers, EventHeaders.SCHEMA, EventCodec.fingerprint(topic.schema()));
    if (!cause.isEmpty()) {
      header(headers, EventHeaders.CAUSE, cause);
    }
    cause = id;
    previous = Digest.of(value).toString();
    byte[] key = (name + ":" + version).getBytes(UTF_8);
    return new ProducerRecord<>(topic.name(), null, null, key, value, headers);
  }

  private String next(Topic topic) {
    return EventHeaders.nextId(cause, topic.madeBy().getFirst(), EventHeaders.LIVE);
  }

  private static void header(RecordHeaders headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }

  /** All records of many releases, a step of all of them before the next step. */
  public static List<ProducerRecord<byte[], byte[]>> many(String name, int releases) {
    List<List<ProducerRecord<byte[], byte[]>>> lines = new ArrayList<>();
    for (int i = 0; i < releases; i++) {
      lines.add(published(name, "v1.0." + i));
    }
    List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
    for (int step = 0; step < lines.getFirst().size(); step++) {
      for (List<ProducerRecord<byte[], byte[]>> line : lines) {
        all.add(line.get(step));
      }
    }
    return all;
  }
}
