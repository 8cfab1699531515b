package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.AllowedFinding;
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
import dev.mintmark.events.common.v1.NameValue;
import dev.mintmark.events.model.v1.Determinism;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.model.v1.Rung;
import dev.mintmark.events.model.v1.Toolchain;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.ArtifactStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** A small release's inputs, in a store; a test changes what it wants before it asks for events. */
final class Inputs {
  static final ReleaseId RELEASE = new ReleaseId("face-detect", "v1.0.0");
  static final long EPOCH = 1_780_000_000L;
  static final byte[] AMD64 = elf(62, "library for amd64");
  static final byte[] ARM64 = elf(183, "library for arm64");
  static final byte[] SERVE = "#!/bin/sh\nexec true\n".getBytes(UTF_8);
  static final byte[] DETECT = "boxes = []\n".getBytes(UTF_8);
  static final String MEMBER_AMD64 = "native/linux-x64/libonnxruntime.so";
  static final String MEMBER_ARM64 = "native/linux-aarch64/libonnxruntime.so";

  final ArtifactStore store;
  String base = "scratch";
  List<ArtifactReference> baseArtifacts = new ArrayList<>();
  List<ImagePackage> packages = new ArrayList<>();
  List<ImageClosure> closures = new ArrayList<>();
  List<String> entrypoint = List.of("/app/serve.sh");
  String version = RELEASE.version();
  long epoch = EPOCH;
  String repository = "vision/face-detect";
  Integer port = 8080;
  List<String> platforms = List.of("linux/amd64", "linux/arm64");
  Map<String, byte[]> app = new TreeMap<>();
  @Nullable ArtifactReference appTree;
  ArtifactReference jar;
  List<ImageFile> files = new ArrayList<>();
  String armTargetPlatform = "linux/arm64";
  String amdTargetPlatform = "linux/amd64";
  Artifact model;
  @Nullable DockerfileBuild dockerfile;
  List<AllowedFinding> allow = new ArrayList<>();
  @Nullable Long sizeBudget;
  String hardware = "";
  String libc = "{kind: libc, name: glibc, minimum: \"2.28\"}";

  Inputs(ArtifactStore store) {
    this.store = store;
    model = store.put("quantized model".getBytes(UTF_8), MediaTypes.ONNX);
    app.put("serve.sh", SERVE);
    app.put("lib/detect.py", DETECT);
    app.put("empty", new byte[0]);
    jar = archive(Map.of(MEMBER_AMD64, AMD64, MEMBER_ARM64, ARM64), false);
    files.add(library("linux/amd64", MEMBER_AMD64));
    files.add(library("linux/arm64", MEMBER_ARM64));
  }

  static byte[] elf(int machine, String content) {
    byte[] text = content.getBytes(UTF_8);
    byte[] elf = new byte[64 + text.length];
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, elf, 0, 7);
    elf[20] = 1;
    elf[16] = 3;
    elf[18] = (byte) machine;
    System.arraycopy(text, 0, elf, 64, text.length);
    return elf;
  }

  ArtifactReference put(byte[] bytes, String mediaType) {
    return ArtifactReferences.toReference(store.put(bytes, mediaType));
  }

  /** A zip of the members; each twice when doubled. */
  ArtifactReference archive(Map<String, byte[]> members, boolean doubled) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : new TreeMap<>(members).entrySet()) {
        for (int i = 0; i < (doubled ? 2 : 1); i++) {
          ZipArchiveEntry entry = new ZipArchiveEntry(member.getKey());
          entry.setTime(0);
          zip.putArchiveEntry(entry);
          zip.write(member.getValue());
          zip.closeArchiveEntry();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return put(bytes.toByteArray(), "application/java-archive");
  }

  ImageFile library(String platform, String member) {
    return file(platform, "/usr/lib/libonnxruntime.so", jar, member);
  }

  static ImageFile file(
      String platform, String path, ArtifactReference source, @Nullable String member) {
    return new ImageFile(
        platform, path, 0755, source, member, "pkg:maven/com.example/onnxruntime@1.0", "MIT");
  }

  /** Asks for a Debian package or a wheel. */
  void add(String platform, PackageKind kind, String name, String version, String file, byte[] at) {
    packages.add(
        new ImagePackage(
            platform,
            kind,
            name,
            version,
            put(at, MediaTypes.OCTET_STREAM),
            file,
            "pkg:generic/" + name + "@" + version.replace(":", "%3A")));
  }

  /** Stores the files and their tree. */
  ArtifactReference tree(Map<String, byte[]> contents) {
    List<Tree.Entry> entries = new ArrayList<>();
    contents.forEach((path, bytes) -> {
      store.put(bytes, MediaTypes.OCTET_STREAM);
      entries.add(new Tree.Entry(path, bytes.length, Digest.of(bytes)));
    });
    return put(new Tree(entries).bytes(), MediaTypes.TREE);
  }

  private ArtifactReference smoke() {
    return tree(Map.of("a.npy", "sample".getBytes(UTF_8)));
  }

  private ArtifactReference expected() {
    return tree(
        Map.of("a/boxes.npy", "boxes".getBytes(UTF_8), "tolerance", "0.001".getBytes(UTF_8)));
  }

  private BuildRequested request() {
    ArtifactReference some = put("some input".getBytes(UTF_8), MediaTypes.OCTET_STREAM);
    return new BuildRequested(
        RELEASE.name(),
        version,
        repository,
        "Example Vision",
        new Source("https://example.com/vision.git", "4f2a91c0".repeat(5), epoch),
        new TrainedModel(some, "Apache-2.0", new Dataset("faces", some.getDigest()), some, 1L),
        new Quantization(some, some, new Gate("detection-agreement", 0.97, List.of())),
        new Image(
            base,
            appTree == null ? tree(app) : appTree,
            files,
            entrypoint,
            List.of(new NameValue("LEVEL", "info"), new NameValue("ZONE", "")),
            platforms,
            packages,
            baseArtifacts,
            allow,
            sizeBudget,
            List.of(),
            closures,
            dockerfile),
        new Run(smoke(), port, "/healthz"),
        List.of(profile("cpu-amd64", "linux/amd64"), profile("cpu-arm64", "linux/arm64")));
  }

  private Target profile(String name, String platform) {
    String yaml =
        """
        apiVersion: mintmark.dev/v1
        name: %s
        description: a machine
        platform: %s
        requires: [%s]
        model: {format: onnx, quantization: int8, toolchain: qdq-java}
        %s
        """
            .formatted(name, platform, libc, hardware);
    return new Target(name, put(yaml.getBytes(UTF_8), "application/yaml"));
  }

  private Variant variant(String target, String platform) {
    ArtifactReference some = put("some input".getBytes(UTF_8), MediaTypes.OCTET_STREAM);
    return new Variant(
        target,
        platform,
        some,
        ArtifactReferences.toReference(model),
        null,
        "static-percentile",
        List.of(new Rung("static-percentile", 0.9812)),
        "detection-agreement",
        0.9812,
        0.97,
        List.of(),
        some,
        expected(),
        new Toolchain("qdq-java", "1", Determinism.BIT_EXACT_WITH_TABLE));
  }

  /** The event that the step gets; its chain is in the store. */
  Incoming<ModelQuantized> incoming() {
    return incoming(quantized());
  }

  ModelQuantized quantized() {
    Artifact request = store.put(EventCodec.write(request()), MediaTypes.EVENT);
    return new ModelQuantized(
        new HandOff(
            RELEASE.name(), version, request.digest().toString(), request.digest().toString()),
        List.of(variant("cpu-amd64", amdTargetPlatform), variant("cpu-arm64", armTargetPlatform)));
  }

  private Incoming<ModelQuantized> incoming(ModelQuantized event) {
    return new Incoming<>(
        event,
        Digest.of(EventCodec.write(event)),
        new ReleaseId(RELEASE.name(), version),
        new Position("mintmark.model.quantized.v1", 0, 0),
        "live");
  }
}
