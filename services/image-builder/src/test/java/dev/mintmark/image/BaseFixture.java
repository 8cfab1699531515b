package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.BaseDocument;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.packages.fixture.DebFixture;
import dev.mintmark.packages.fixture.TarFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A base image of a few tars, the same for both platforms but for what names one. */
final class BaseFixture {
  static final String STATUS =
      """
      Package: libc6
      Status: install ok installed
      Architecture: %1$s
      Version: 2.36-9+deb12u4

      Package: python3.11-minimal
      Status: install ok installed
      Architecture: %1$s
      Version: 3.11.2-6+deb12u6
      """;

  static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";
  static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

  List<Function<Platform, byte[]>> tars = new ArrayList<>();
  String compression = ".gz";
  String layerType = OciMediaTypes.LAYER_GZIP;
  String configType = OciMediaTypes.CONFIG;
  UnaryOperator<ImageConfig> config = UnaryOperator.identity();
  UnaryOperator<Manifest> manifest = UnaryOperator.identity();
  UnaryOperator<Map<Platform, Descriptor>> index = UnaryOperator.identity();
  boolean listLayers = true;

  /** Merged usr, Python as Debian has it, and a folder that is its user's. */
  static BaseFixture debian() {
    BaseFixture base = new BaseFixture();
    base.tars.add(platform -> debianTar(platform).build());
    return base;
  }

  static TarFixture debianTar(Platform platform) {
    return new TarFixture()
        .directory("./", 0755)
        .directory("usr/", 0755)
        .directory("usr/bin/", 0755)
        .directory("usr/lib/", 0755)
        .symlink("bin", "usr/bin")
        .symlink("lib", "usr/lib")
        .directory("tmp/", 01777)
        .directory("etc/", 0755)
        .file("etc/passwd", 0644, "root:x:0:0::/:/bin/sh\n")
        .file("usr/bin/python3.11", 0755, "python for " + platform)
        .symlink("usr/bin/python3", "python3.11")
        .directory("var/", 0755)
        .directory("var/lib/", 0755)
        .directory("var/lib/dpkg/", 0755)
        .file("var/lib/dpkg/status", 0644, STATUS.formatted(platform.architecture()));
  }

  static BaseFixture of(TarFixture... layers) {
    BaseFixture base = new BaseFixture();
    for (TarFixture layer : layers) {
      byte[] tar = layer.build();
      base.tars.add(platform -> tar);
    }
    return base;
  }

  BaseFixture and(TarFixture layer) {
    byte[] tar = layer.build();
    tars.add(platform -> tar);
    return this;
  }

  static ImageConfig config(Platform platform, List<Digest> diffIds) {
    return new ImageConfig(
        1_500_000_000L,
        platform,
        new ImageConfig.Run(
            "65532:65532",
            new TreeSet<>(List.of("9090/tcp")),
            List.of("PATH=/usr/bin", "LEVEL=debug"),
            List.of("/usr/bin/python3"),
            List.of("-c", "pass"),
            "/srv",
            new TreeMap<>(
                Map.of(
                    "maintainer", "nobody",
                    "org.opencontainers.image.created", "2017-07-14T02:40:00Z"))),
        diffIds,
        diffIds.stream().map(id -> new ImageConfig.History("ADD rootfs", false)).toList());
  }

  /** The same base as docker pushes it: other media types, members in docker's order. */
  void inDockersFormat(Inputs inputs) {
    StringBuilder list = new StringBuilder();
    for (Platform platform : List.of(Platform.LINUX_ARM64, Platform.LINUX_AMD64)) {
      List<Digest> diffIds = new ArrayList<>();
      StringBuilder layers = new StringBuilder();
      for (Function<Platform, byte[]> tar : tars) {
        byte[] bytes = tar.apply(platform);
        diffIds.add(Digest.of(bytes));
        Artifact layer = store(inputs, DebFixture.compress(compression, bytes), DOCKER_LAYER);
        layers.append(layers.isEmpty() ? "" : ",").append(docker(layer, ""));
      }
      byte[] json = text(dockerConfig(platform, diffIds));
      Artifact config = store(inputs, json, DOCKER_CONFIG);
      String text =
          "{\n   \"schemaVersion\": 2,\n   \"mediaType\": \"%s\",\n   \"config\": %s,\n   \"layers\": [%s]\n}"
              .formatted(BaseDocument.DOCKER_MANIFEST, docker(config, ""), layers);
      Artifact stored = store(inputs, text(text), BaseDocument.DOCKER_MANIFEST);
      String variant = platform.equals(Platform.LINUX_ARM64) ? ", \"variant\": \"v8\"" : "";
      list.append(list.isEmpty() ? "" : ",")
          .append(
              docker(
                  stored,
                  ", \"platform\": {\"architecture\": \"%s\", \"os\": \"linux\"%s}"
                      .formatted(platform.architecture(), variant)));
    }
    String text =
        "{\"schemaVersion\": 2, \"mediaType\": \"%s\", \"manifests\": [%s]}"
            .formatted(BaseDocument.DOCKER_LIST, list);
    inputs.base = store(inputs, text(text), BaseDocument.DOCKER_LIST).digest().toString();
  }

  /** What docker writes around an image that it built: nulls, and a container of the builder. */
  private static String dockerConfig(Platform platform, List<Digest> diffIds) {
    String ids = diffIds.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
    return """
    {"architecture":"%s","config":{"Hostname":"","Domainname":"","User":"65532:65532",\
    "AttachStdin":false,"ExposedPorts":{"9090/tcp":{}},"Tty":false,\
    "Env":["PATH=/usr/bin","LEVEL=debug"],"Cmd":["-c","pass"],"Image":"sha256:%s",\
    "Volumes":null,"WorkingDir":"/srv","Entrypoint":["/usr/bin/python3"],"OnBuild":null,\
    "Labels":{"maintainer":"nobody","org.opencontainers.image.created":"2017-07-14T02:40:00Z"}},\
    "container":"0a1b","container_config":{"Hostname":"0a1b","Cmd":null,"Labels":{}},\
    "created":"2017-07-14T02:40:00.123456789Z","docker_version":"20.10.7",\
    "history":[%s],"os":"linux","rootfs":{"type":"layers","diff_ids":[%s]}}\
    """
        .formatted(
            platform.architecture(),
            "ab".repeat(32),
            diffIds.stream()
                .map(id -> "{\"created\":\"2017-07-14T02:40:00.1Z\",\"created_by\":\"ADD rootfs\"}")
                .collect(Collectors.joining(",")),
            ids);
  }

  private static String docker(Artifact artifact, String more) {
    return "{\"mediaType\": \"%s\", \"size\": %d, \"digest\": \"%s\"%s}"
        .formatted(artifact.mediaType(), artifact.size(), artifact.digest(), more);
  }

  /** Stores the base and makes it the inputs'. */
  void in(Inputs inputs) {
    Map<Platform, Descriptor> manifests = new TreeMap<>();
    for (Platform platform : List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64)) {
      manifests.put(platform, Descriptor.of(image(inputs, platform)));
    }
    ImageIndex whole = ImageIndex.ofPlatforms(index.apply(manifests), Map.of());
    Artifact stored = store(inputs, whole.bytes(), whole.mediaType());
    inputs.base = stored.digest().toString();
  }

  private Artifact image(Inputs inputs, Platform platform) {
    List<Digest> diffIds = new ArrayList<>();
    List<Descriptor> layers = new ArrayList<>();
    for (Function<Platform, byte[]> tar : tars) {
      byte[] bytes = tar.apply(platform);
      byte[] blob = DebFixture.compress(compression, bytes);
      diffIds.add(Digest.of(bytes));
      Artifact layer = inputs.store.put(blob, layerType);
      if (listLayers) {
        inputs.baseArtifacts.add(ArtifactReferences.toReference(layer));
      }
      layers.add(Descriptor.of(layer));
    }
    byte[] json = config.apply(config(platform, diffIds)).bytes();
    Artifact stored = store(inputs, json, configType);
    Manifest made = manifest.apply(Manifest.image(Descriptor.of(stored), layers, Map.of()));
    return store(inputs, made.bytes(), made.mediaType());
  }

  static Artifact store(Inputs inputs, byte[] bytes, String mediaType) {
    Artifact artifact = inputs.store.put(bytes, mediaType);
    inputs.baseArtifacts.add(ArtifactReferences.toReference(artifact));
    return artifact;
  }

  /** A Debian package of one file. */
  static byte[] deb(String name, String version, String architecture, TarFixture data) {
    return new DebFixture()
        .control(
            "Package: %s\nVersion: %s\nArchitecture: %s\nMaintainer: n <n@example.org>\nDescription: d\n"
                .formatted(name, version, architecture))
        .data(data)
        .build();
  }

  static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
