package dev.mintmark.sbom;

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
import dev.mintmark.events.common.v1.Measure;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.events.model.v1.Determinism;
import dev.mintmark.events.model.v1.ModelFacts;
import dev.mintmark.events.model.v1.ModelIdentity;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.model.v1.Rung;
import dev.mintmark.events.model.v1.TensorFact;
import dev.mintmark.events.model.v1.Toolchain;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.filetable.FileTable.Input;
import dev.mintmark.oci.filetable.FileTable.Row;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.ArtifactTypes;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.topics.TopicCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A release as the steps before leave it: two platforms, two targets, one native library. Fields
 * may be changed before {@link #built}.
 */
public final class Line {
  public static final String PURL = "pkg:maven/com.microsoft.onnxruntime/onnxruntime@1.29.0";

  public String supplier = "Example Vision";
  public String modelLicense = "Apache-2.0";
  public String toleranceType = "text/plain";
  public String variantTarget = "cpu-arm64";
  public List<Row> rows = new ArrayList<>();
  public final Artifact archive;
  private final ArtifactStore store;

  public Line(ArtifactStore store) {
    this.store = store;
    this.archive = put("a jar", "application/java-archive");
    for (Platform platform : List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64)) {
      rows.add(app(platform, "/app/serve", "serve"));
      rows.add(app(platform, "/app/web/index.html", "index"));
      rows.add(library(platform, "/usr/lib/libonnxruntime.so", PURL, "MIT"));
      rows.add(library(platform, "/usr/share/zoneinfo", null, "NOASSERTION"));
    }
  }

  private Row app(Platform platform, String path, String content) {
    Artifact file = put(content, MediaTypes.OCTET_STREAM);
    return new Row(
        platform,
        path,
        0755,
        file.size(),
        file.digest(),
        digest("layer"),
        new Input(file, path.substring("/app/".length()), null, null));
  }

  private Row library(Platform platform, String path, @Nullable String purl, String license) {
    byte[] content = (platform + path).getBytes(UTF_8);
    return new Row(
        platform,
        path,
        0644,
        content.length,
        Digest.of(content),
        digest("layer 0"),
        new Input(archive, "native/" + platform + path, purl, license));
  }

  /** Stores every event and artifact of the release and gives the last event to the step. */
  public Incoming<ImageBuilt> built() {
    BuildRequested request = request();
    Digest requested = event(request);
    Digest ingested = event(ingested(request, requested));
    Digest quantized = event(quantized(request, requested, ingested));
    ImageBuilt built = built(requested, quantized);
    return new Incoming<>(
        built,
        event(built),
        new ReleaseId("face-detect", "v1.0.0"),
        new Position(TopicCatalogue.IMAGE_BUILT.name(), 0, 7),
        "live");
  }

  private BuildRequested request() {
    return new BuildRequested(
        "face-detect",
        "v1.0.0",
        "vision/face-detect",
        supplier,
        new Source("https://example.com/vision.git", "4f2a91c0".repeat(5), 1_780_000_000L),
        new TrainedModel(
            reference(put("float model", MediaTypes.ONNX)),
            modelLicense,
            new Dataset("faces-2026-01", digest("training data").toString()),
            reference(put(lock(), "text/plain")),
            7L),
        new Quantization(
            tree("one.npy", "two.npy"),
            tree("three.npy"),
            new Gate("detection-agreement", 0.97, List.of())),
        new Image(
            "scratch",
            tree("serve", "web/index.html"),
            List.of(),
            List.of("/app/serve"),
            List.of(),
            List.of("linux/amd64", "linux/arm64")),
        new Run(tree("smoke.npy"), 8080, "/healthz"),
        List.of(target("cpu-amd64", "linux/amd64"), target("cpu-arm64", "linux/arm64")));
  }

  private Target target(String name, String platform) {
    return new Target(name, profile(name, platform));
  }

  private ArtifactReference profile(String name, String platform) {
    String yaml =
        """
        apiVersion: mintmark.dev/v1
        name: %s
        description: A test device
        platform: %s
        requires:
          - {kind: libc, name: glibc, minimum: "2.28"}
          - {kind: kernel-module, name: npu}
        model: {format: onnx, quantization: int8, toolchain: qdq-java, settings: {weights: per-channel}}
        """
            .formatted(name, platform);
    return reference(put(yaml, MediaTypes.TARGET_PROFILE));
  }

  private static String lock() {
    return "torch==2.5.1 --hash=sha256:"
        + "a1".repeat(32)
        + "\nnumpy==2.1.0 --hash=sha256:"
        + "b2".repeat(32)
        + "\n";
  }

  private static ModelIngested ingested(BuildRequested request, Digest requested) {
    List<TensorFact> inputs = List.of(new TensorFact("input:0", "float32", "1x128x128x3"));
    List<TensorFact> outputs = List.of(new TensorFact("scores", "float32", "1x512x1"));
    return new ModelIngested(
        new HandOff("face-detect", "v1.0.0", requested.toString(), requested.toString()),
        request.getModel().getFile(),
        new ModelIdentity(
            request.getSource().getCommit(),
            request.getModel().getDataset().getDigest(),
            request.getModel().getEnvironment().getDigest(),
            request.getModel().getFile().getDigest()),
        "tag",
        new ModelFacts(7L, 12L, "tf2onnx 1.7.2", 99, 100_000L, inputs, outputs));
  }

  private ModelQuantized quantized(BuildRequested request, Digest requested, Digest ingested) {
    return new ModelQuantized(
        new HandOff("face-detect", "v1.0.0", requested.toString(), ingested.toString()),
        List.of(
            variant("cpu-amd64", "linux/amd64", request.getTargets().get(0).getProfile()),
            variant(variantTarget, "linux/arm64", request.getTargets().get(1).getProfile())));
  }

  private Variant variant(String target, String platform, ArtifactReference profile) {
    return new Variant(
        target,
        platform,
        profile,
        model(platform),
        reference(put("table", MediaTypes.CALIBRATION_TABLE)),
        "static-percentile",
        List.of(new Rung("static-minmax", 0.9), new Rung("static-percentile", 0.9876)),
        "detection-agreement",
        0.9876,
        0.97,
        List.of(new Measure("sqnr-db", 21.5)),
        reference(put("report", MediaTypes.QUANTIZATION_REPORT)),
        tree("smoke/scores.npy", "tolerance"),
        new Toolchain("qdq-java", "0.1.0", Determinism.BIT_EXACT_WITH_TABLE));
  }

  private ArtifactReference model(String platform) {
    return reference(put("quantized for " + platform, MediaTypes.ONNX));
  }

  private ImageBuilt built(Digest requested, Digest quantized) {
    FileTable table = new FileTable(rows);
    return new ImageBuilt(
        new HandOff("face-detect", "v1.0.0", requested.toString(), quantized.toString()),
        "vision/face-detect",
        reference(put("index", "application/vnd.oci.image.index.v1+json")),
        List.of(image("linux/amd64"), image("linux/arm64")),
        List.of(artifact("cpu-amd64", "linux/amd64"), artifact("cpu-arm64", "linux/arm64")),
        reference(store.put(table.bytes(), MediaTypes.FILE_TABLE)),
        digest("compressor").toString());
  }

  private PlatformImage image(String platform) {
    return new PlatformImage(
        platform,
        reference(put("manifest " + platform, "application/vnd.oci.image.manifest.v1+json")),
        reference(put("config " + platform, "application/vnd.oci.image.config.v1+json")),
        List.of());
  }

  private ModelArtifact artifact(String target, String platform) {
    List<Descriptor> layers =
        List.of(
            layer(model(platform), "model.onnx"),
            layer(reference(put("smoke.npy", MediaTypes.NPY)), "smoke/smoke.npy"),
            layer(reference(put("tolerance", toleranceType)), "expected/tolerance"));
    Manifest manifest =
        Manifest.ofArtifact(ArtifactTypes.MODEL, layers, null, Map.of(Annotations.TARGET, target));
    return new ModelArtifact(
        target,
        platform,
        reference(store.put(manifest.bytes(), manifest.mediaType())),
        reference(store.put("{}".getBytes(UTF_8), Descriptor.EMPTY.mediaType())),
        model(platform),
        layers.stream().map(layer -> reference(layer.artifact())).toList());
  }

  private static Descriptor layer(ArtifactReference blob, String title) {
    return Descriptor.of(ArtifactReferences.toArtifact(blob), Map.of(Annotations.TITLE, title));
  }

  private Digest event(SpecificRecord event) {
    return store.put(EventCodec.write(event), MediaTypes.EVENT).digest();
  }

  private ArtifactReference tree(String... paths) {
    Map<String, Artifact> files = new TreeMap<>();
    for (String path : paths) {
      files.put(path, put(path, MediaTypes.OCTET_STREAM));
    }
    Tree tree =
        new Tree(
            files.entrySet().stream()
                .map(f -> new Tree.Entry(f.getKey(), f.getValue().size(), f.getValue().digest()))
                .toList());
    return reference(store.put(tree.bytes(), MediaTypes.TREE));
  }

  private Artifact put(String text, String mediaType) {
    return store.put(text.getBytes(UTF_8), mediaType);
  }

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(UTF_8));
  }

  private static ArtifactReference reference(Artifact artifact) {
    return ArtifactReferences.toReference(artifact);
  }
}
