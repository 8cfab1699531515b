package dev.mintmark.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Dataset;
import dev.mintmark.events.build.v1.DockerfileBuild;
import dev.mintmark.events.build.v1.Gate;
import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.build.v1.ImageClosure;
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
import dev.mintmark.oci.layer.LayerEntry;
import dev.mintmark.oci.layer.LayerWriter;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

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
  @Nullable DockerfileBuild dockerfile;
  final List<ArtifactReference> baseArtifacts = new ArrayList<>();
  final List<ImageClosure> closures = new ArrayList<>();
  final Map<String, byte[]> packed = new TreeMap<>();
  private final Map<String, FileTable.Input> inputs = new TreeMap<>();
  final List<Layer> base = new ArrayList<>();
  @Nullable String packageLicense = "NOASSERTION";
  private @Nullable Artifact deb;
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
            dockerfile == null ? "scratch" : "dockerfile",
            tree(app),
            files(),
            List.of("/app/serve.sh"),
            List.of(),
            new ArrayList<>(PLATFORMS.values()),
            packages,
            baseArtifacts,
            List.of(),
            null,
            List.of(),
            closures,
            dockerfile),
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
      Layer layer = layer(contents(request, platform));
      images.add(image(platform, layer));
      rows.addAll(rows(request, platform, Digest.parse(layer.getBlob().getDigest())));
    }
    return new ImageBuilt(
        link,
        request.getRepository(),
        put("{\"index\":1}", OciMediaTypes.INDEX),
        images,
        new ArrayList<>(quantized.getVariants().stream().map(v -> model(request, v)).toList()),
        put(new FileTable(rows).bytes(), MediaTypes.FILE_TABLE),
        Digest.of(bytes("compressor")).toString(),
        null);
  }

  private Map<String, byte[]> contents(BuildRequested request, String platform) {
    Map<String, byte[]> contents = new TreeMap<>();
    app.forEach((path, bytes) -> contents.put("/app/" + path, bytes));
    for (ImageFile file : request.getImage().getFiles()) {
      if (file.getPlatform().equals(platform)) {
        contents.put(file.getPath(), bytes("library of " + platform));
      }
    }
    if (platform.equals("linux/arm64")) {
      contents.putAll(packed);
    }
    return contents;
  }

  /** A layer with these files, by absolute path. */
  Layer layer(Map<String, byte[]> contents) {
    List<LayerEntry> entries = new ArrayList<>();
    contents.forEach((path, bytes) ->
        entries.add(
            new LayerEntry.File(
                path.substring(1),
                0755,
                bytes.length,
                null,
                () -> new ByteArrayInputStream(bytes))));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Digest diffId = new LayerWriter(EPOCH).write(entries, out).diffId();
      return new Layer(put(out.toByteArray(), OciMediaTypes.LAYER_GZIP), diffId.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PlatformImage image(String platform, Layer layer) {
    List<Layer> layers = new ArrayList<>(platform.equals("linux/arm64") ? base : List.of());
    layers.add(layer);
    return new PlatformImage(
        platform,
        put("{\"manifest\":\"" + platform + "\"}", OciMediaTypes.MANIFEST),
        put("{\"config\":\"" + platform + "\"}", OciMediaTypes.CONFIG),
        layers);
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
    if (platform.equals("linux/arm64")) {
      FileTable.Input ofDeb =
          deb == null ? null : new FileTable.Input(deb, "usr/lib", DEB_PURL, packageLicense);
      packed.forEach((path, bytes) -> {
        FileTable.Input input = inputs.getOrDefault(path, ofDeb);
        if (input != null) {
          rows.add(row(platform, path, bytes, layer, input));
        }
      });
    }
    return rows;
  }

  static final String STORE_PURL =
      "pkg:generic/glibc@2.38-44?store_path="
          + "%2Fnix%2Fstore%2F0123456789abcdfghijklmnpqrsvwxyz-glibc-2.38-44";

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
    this.deb = ArtifactReferences.toArtifact(deb);
    if (row) {
      packed.put("/usr/lib/libgreet.so.1", bytes("a library"));
    }
    return this;
  }

  /** A base of one layer with one file. */
  SampleLine withBase(boolean listed) {
    return withBase(listed, Map.of("/etc/passwd", bytes("root")));
  }

  /** A closure of Nix with one file. */
  SampleLine withClosure(String purl) {
    ArtifactReference export = put("the export", MediaTypes.OCTET_STREAM);
    closures.add(new ImageClosure("linux/arm64", export, null));
    String path = "/nix/store/x/libc.so.6";
    packed.put(path, bytes(path));
    inputs.put(
        path,
        new FileTable.Input(
            ArtifactReferences.toArtifact(export), path.substring(1), purl, "NOASSERTION"));
    return this;
  }

  /** A Dockerfile that makes one file, whose row may say a licence that nobody told. */
  SampleLine withDockerfile(@Nullable String license) {
    ArtifactReference file = put("FROM scratch", MediaTypes.DOCKERFILE);
    dockerfile = new DockerfileBuild(file, tree(Map.of("a", bytes("a"))), new ArrayList<>());
    packed.put("/opt/made", bytes("made"));
    inputs.put(
        "/opt/made", new FileTable.Input(ArtifactReferences.toArtifact(file), null, null, license));
    return this;
  }

  /** A base of one layer for linux/arm64. */
  SampleLine withBase(boolean listed, Map<String, byte[]> contents) {
    Layer layer = layer(contents);
    base.add(layer);
    if (listed) {
      baseArtifacts.add(layer.getBlob());
    }
    Artifact blob = ArtifactReferences.toArtifact(layer.getBlob());
    contents.forEach((path, bytes) ->
        extraRows.add(
            row(
                "linux/arm64",
                path,
                bytes,
                blob.digest(),
                new FileTable.Input(blob, path.substring(1), BASE_PURL, "NOASSERTION"))));
    return this;
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
