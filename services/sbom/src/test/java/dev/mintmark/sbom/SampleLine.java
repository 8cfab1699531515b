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
import dev.mintmark.events.build.v1.ImageFile;
import dev.mintmark.events.build.v1.ImagePackage;
import dev.mintmark.events.build.v1.PackageKind;
import dev.mintmark.events.build.v1.Quantization;
import dev.mintmark.events.build.v1.Run;
import dev.mintmark.events.build.v1.Source;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.events.build.v1.TrainedModel;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.common.v1.Measure;
import dev.mintmark.events.common.v1.NameValue;
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
import dev.mintmark.events.model.v1.TensorFact;
import dev.mintmark.events.model.v1.Toolchain;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * A release as the steps before this one hand it on: two platforms, two targets. Changes are made
 * to events before their digest is taken, so the chain of digests holds and only what was changed
 * is wrong.
 */
final class SampleLine {
  static final ReleaseId RELEASE = new ReleaseId("face-detect", "v1.0.0");
  static final long EPOCH = 1_780_000_000L;
  static final String PURL = "pkg:maven/com.microsoft.onnxruntime/onnxruntime@1.29.0";
  static final String DEB_PURL = "pkg:deb/debian/libgreet1@2.0-1?arch=arm64";
  static final String BASE_PURL = "pkg:oci/base@sha256%3A" + "ab".repeat(32) + "?arch=arm64";
  static final String LOCK =
      "numpy==2.1.0 --hash=sha256:"
          + "a".repeat(64)
          + "\nPILLOW_Image==11.0.0 --hash=sha256:"
          + "b".repeat(64)
          + " --hash=sha256:"
          + "c".repeat(64)
          + "\n";
  private static final Map<String, String> PLATFORMS =
      new TreeMap<>(Map.of("cpu-amd64", "linux/amd64", "cpu-arm64", "linux/arm64"));

  final ArtifactStore store;
  final Map<String, byte[]> app = new TreeMap<>(Map.of("serve.sh", bytes("#!/bin/sh\n")));
  final List<FileTable.Row> extraRows = new ArrayList<>();
  final List<ImagePackage> packages = new ArrayList<>();
  final List<ArtifactReference> baseArtifacts = new ArrayList<>();
  String lock = LOCK;
  String purl = PURL;
  String profileName = "";
  private final Map<Class<?>, Consumer<SpecificRecordBase>> changes = new HashMap<>();

  SampleLine(ArtifactStore store) {
    this.store = store;
  }

  /** Changes an event of the chain before it is handed on. */
  <T extends SpecificRecordBase> SampleLine change(Class<T> event, Consumer<T> change) {
    changes.put(event, e -> change.accept(event.cast(e)));
    return this;
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  ArtifactReference put(String content, String mediaType) {
    return put(bytes(content), mediaType);
  }

  private ArtifactReference put(byte[] content, String mediaType) {
    return ArtifactReferences.toReference(store.put(content, mediaType));
  }

  Incoming<ImageBuilt> run() {
    BuildRequested request = changed(request());
    String first = handOn(request);
    ModelIngested ingested = changed(ingested(request, link(first, first)));
    ModelQuantized quantized = changed(quantized(request, link(first, handOn(ingested))));
    ImageBuilt built = changed(built(request, quantized, link(first, handOn(quantized))));
    Digest value = Digest.parse(handOn(built));
    return new Incoming<>(
        built, value, RELEASE, new Position("mintmark.image.built.v1", 0, 7), "live");
  }

  private static HandOff link(String request, String previous) {
    return new HandOff(RELEASE.name(), RELEASE.version(), request, previous);
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
        RELEASE.name(),
        RELEASE.version(),
        "vision/face-detect",
        "Example Vision",
        new Source("https://example.com/vision.git", "4f2a91c0".repeat(5), EPOCH),
        new TrainedModel(
            put("float model", MediaTypes.ONNX),
            "Apache-2.0",
            new Dataset("faces", Digest.of(bytes("faces")).toString()),
            put(lock, MediaTypes.OCTET_STREAM),
            7L),
        new Quantization(
            tree(Map.of("c.npy", bytes("calibration"))),
            tree(Map.of("v.npy", bytes("validation"))),
            new Gate("detection-agreement", 0.97, List.of(new NameValue("score", "0.5")))),
        new Image(
            "scratch",
            tree(app),
            files(),
            List.of("/app/serve.sh"),
            List.of(),
            new ArrayList<>(PLATFORMS.values()),
            packages,
            baseArtifacts,
            List.of(),
            null),
        new Run(tree(Map.of("a.npy", bytes("sample"))), 8080, "/healthz"),
        PLATFORMS.keySet().stream().map(t -> new Target(t, profile(t))).toList());
  }

  private List<ImageFile> files() {
    ArtifactReference jar = put("the jar", "application/java-archive");
    List<ImageFile> files = new ArrayList<>();
    for (String platform : PLATFORMS.values()) {
      files.add(
          new ImageFile(
              platform,
              "/usr/lib/libonnxruntime.so",
              0755,
              jar,
              "native/" + platform + "/libonnxruntime.so",
              purl,
              "MIT"));
    }
    return files;
  }

  private ArtifactReference profile(String target) {
    String text =
        """
        apiVersion: mintmark.dev/v1
        name: %s
        description: a Linux machine
        platform: %s
        requires:
          - {kind: libc, name: glibc, minimum: "2.28"}
          - {kind: device-node, name: /dev/video0}
        model: {format: onnx, quantization: int8, toolchain: qdq-java}
        """
            .formatted(profileName.isEmpty() ? target : profileName, PLATFORMS.get(target));
    return put(text, MediaTypes.TARGET_PROFILE);
  }

  private ArtifactReference tree(Map<String, byte[]> contents) {
    List<Tree.Entry> entries = new ArrayList<>();
    contents.forEach((path, bytes) -> {
      store.put(bytes, MediaTypes.OCTET_STREAM);
      entries.add(new Tree.Entry(path, bytes.length, Digest.of(bytes)));
    });
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
        "face-detect:v1.0.0-git4f2a91c0",
        new ModelFacts(
            8L,
            13L,
            "",
            90,
            100_000L,
            List.of(new TensorFact("image", "float32", "1x3x128x128")),
            List.of(new TensorFact("boxes", "float32", "1x896x16"))));
  }

  private ModelQuantized quantized(BuildRequested request, HandOff link) {
    return new ModelQuantized(
        link, new ArrayList<>(request.getTargets().stream().map(this::variant).toList()));
  }

  private Variant variant(Target target) {
    String name = target.getName();
    return new Variant(
        name,
        String.valueOf(PLATFORMS.get(name)),
        target.getProfile(),
        put("int8 model for " + name, MediaTypes.ONNX),
        put("table", MediaTypes.CALIBRATION_TABLE),
        "static-percentile",
        List.of(new Rung("static-minmax", 0.95), new Rung("static-percentile", 0.9812)),
        "detection-agreement",
        0.9812,
        0.97,
        List.of(new Measure("samples", 200.0)),
        put("{}", MediaTypes.QUANTIZATION_REPORT),
        tree(Map.of("a/boxes.npy", bytes("boxes " + name))),
        new Toolchain("qdq-java", "1", Determinism.BIT_EXACT_WITH_TABLE));
  }

  private ImageBuilt built(BuildRequested request, ModelQuantized quantized, HandOff link) {
    List<PlatformImage> images = new ArrayList<>();
    List<FileTable.Row> rows = new ArrayList<>(extraRows);
    for (String platform : PLATFORMS.values()) {
      ArtifactReference layer = put("layer of " + platform, OciMediaTypes.LAYER_GZIP);
      images.add(image(platform, layer));
      rows.addAll(rows(request, platform, Digest.parse(layer.getDigest())));
    }
    return new ImageBuilt(
        link,
        request.getRepository(),
        put("{\"index\":1}", OciMediaTypes.INDEX),
        images,
        new ArrayList<>(quantized.getVariants().stream().map(v -> model(request, v)).toList()),
        put(new FileTable(rows).bytes(), MediaTypes.FILE_TABLE),
        Digest.of(bytes("compressor")).toString());
  }

  private PlatformImage image(String platform, ArtifactReference layer) {
    return new PlatformImage(
        platform,
        put("{\"manifest\":\"" + platform + "\"}", OciMediaTypes.MANIFEST),
        put("{\"config\":\"" + platform + "\"}", OciMediaTypes.CONFIG),
        List.of(new Layer(layer, Digest.of(bytes("tar")).toString())));
  }

  private List<FileTable.Row> rows(BuildRequested request, String platform, Digest layer) {
    List<FileTable.Row> rows = new ArrayList<>();
    Artifact tree = ArtifactReferences.toArtifact(request.getImage().getApp());
    app.forEach((path, bytes) ->
        rows.add(
            row(
                platform,
                "/app/" + path,
                bytes,
                layer,
                new FileTable.Input(tree, path, null, null))));
    for (ImageFile file : request.getImage().getFiles()) {
      if (file.getPlatform().equals(platform)) {
        Artifact source = ArtifactReferences.toArtifact(file.getSource());
        rows.add(
            row(
                platform,
                file.getPath(),
                bytes("library of " + platform),
                layer,
                new FileTable.Input(source, file.getMember(), file.getPurl(), file.getLicense())));
      }
    }
    return rows;
  }

  /** A Debian package, and one file of it where there is to be a row. */
  SampleLine withPackage(boolean row) {
    ArtifactReference deb = put("the deb", MediaTypes.OCTET_STREAM);
    packages.add(
        new ImagePackage(
            "linux/arm64",
            PackageKind.DEBIAN,
            "libgreet1",
            "2.0-1",
            deb,
            "libgreet1_2.0-1_arm64.deb",
            DEB_PURL));
    Artifact source = ArtifactReferences.toArtifact(deb);
    if (row) {
      extraRows.add(packed("/usr/lib/libgreet.so.1", source, DEB_PURL));
    }
    return this;
  }

  /** A base of one layer with one file. */
  SampleLine withBase(boolean listed) {
    ArtifactReference layer = put("layer of linux/arm64", OciMediaTypes.LAYER_GZIP);
    if (listed) {
      baseArtifacts.add(layer);
    }
    extraRows.add(packed("/etc/passwd", ArtifactReferences.toArtifact(layer), BASE_PURL));
    return this;
  }

  private static FileTable.Row packed(String path, Artifact source, String purl) {
    return row(
        "linux/arm64",
        path,
        bytes(path),
        Digest.of(bytes("layer of linux/arm64")),
        new FileTable.Input(source, path.substring(1), purl, "NOASSERTION"));
  }

  static FileTable.Row row(
      String platform, String path, byte[] content, Digest layer, FileTable.Input input) {
    return new FileTable.Row(
        Platform.parse(platform), path, 0755, content.length, Digest.of(content), layer, input);
  }

  private ModelArtifact model(BuildRequested request, Variant variant) {
    List<Descriptor> layers = new ArrayList<>();
    layers.add(descriptor(variant.getModel(), "model.onnx"));
    layers.addAll(layers("smoke/", request.getRun().getSmoke()));
    layers.addAll(layers("expected/", variant.getExpected()));
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
        layers.stream().map(l -> ArtifactReferences.toReference(l.artifact())).toList());
  }

  private List<Descriptor> layers(String folder, ArtifactReference tree) {
    return store.readTree(ArtifactReferences.toArtifact(tree)).entries().stream()
        .map(e ->
            descriptor(
                new ArtifactReference(e.digest().toString(), MediaTypes.NPY, e.size()),
                folder + e.path()))
        .toList();
  }

  private static Descriptor descriptor(ArtifactReference reference, String title) {
    return Descriptor.of(
        ArtifactReferences.toArtifact(reference), Map.of(Annotations.TITLE, title));
  }
}
