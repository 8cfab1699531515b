package dev.mintmark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The conformance suite of the specification's authors, and other people's clients; each is skipped
 * where it is not there ({@code contract-tests/tools/get-oci-clients.sh DIR}, then {@code
 * MINTMARK_OCI_CLIENTS=DIR}).
 */
class ForeignPushersIT {
  private static final String GET =
      "contract-tests/tools/get-oci-clients.sh DIR builds it, MINTMARK_OCI_CLIENTS=DIR names it";

  @TempDir static Path folder;
  private static PushLine line;
  private static String host;
  private static Digest index;

  @BeforeAll
  static void start() throws IOException {
    line = PushLine.start(folder, true, "-Xmx128m");
    host = line.service.base().getAuthority();
    index = writeLayout(folder.resolve("layout"));
    String pair = Base64.getEncoder().encodeToString(("any:" + PushLine.ALL).getBytes(UTF_8));
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(host, pair));
  }

  @AfterAll
  static void stop() {
    line.close();
  }

  private static Digest writeLayout(Path layout) throws IOException {
    Files.createDirectories(layout.resolve("blobs/sha256"));
    Map<Platform, Descriptor> images = new LinkedHashMap<>();
    for (String architecture : List.of("amd64", "arm64")) {
      byte[] layer = new byte[9 << 20];
      new Random(architecture.hashCode()).nextBytes(layer);
      // What is not compressed skopeo would compress, which makes another image of it.
      Artifact blob = write(layout, gzip(layer), OciMediaTypes.LAYER_GZIP);
      Platform platform = new Platform("linux", architecture, null);
      ImageConfig config =
          new ImageConfig(
              0,
              platform,
              new ImageConfig.Run(
                  null, new TreeSet<>(), List.of(), List.of(), List.of(), null, new TreeMap<>()),
              List.of(Digest.of(layer)),
              List.of());
      Manifest image =
          Manifest.image(
              Descriptor.of(write(layout, config.bytes(), OciMediaTypes.CONFIG)),
              List.of(Descriptor.of(blob)),
              Map.of());
      images.put(platform, Descriptor.of(write(layout, image.bytes(), OciMediaTypes.MANIFEST)));
    }
    byte[] bytes = ImageIndex.ofPlatforms(images, Map.of()).bytes();
    Artifact written = write(layout, bytes, OciMediaTypes.INDEX);
    Descriptor named = Descriptor.of(written, Map.of("org.opencontainers.image.ref.name", "v1"));
    Files.write(
        layout.resolve("index.json"),
        new ImageIndex(null, List.of(named), null, new TreeMap<>()).bytes());
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return written.digest();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static Artifact write(Path layout, byte[] bytes, String mediaType) throws IOException {
    Artifact artifact = Artifact.of(bytes, mediaType);
    Files.write(layout.resolve("blobs/sha256").resolve(artifact.digest().hex()), bytes);
    return artifact;
  }

  private static String client(String name) {
    Optional<Path> client =
        Optional.ofNullable(System.getenv("MINTMARK_OCI_CLIENTS"))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable);
    assumeTrue(client.isPresent(), name + " is not there: not tried; " + GET);
    return client.orElseThrow().toString();
  }

  private static void requireSkopeo() throws InterruptedException {
    boolean there;
    try {
      there = new ProcessBuilder("skopeo", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, "skopeo is not installed: not tried");
  }

  private static String run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DOCKER_CONFIG", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static void skopeo(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("skopeo", "copy", "--all"));
    command.addAll(List.of(arguments));
    run(Map.of(), command.toArray(String[]::new));
  }

  private static void pushWithSkopeo(String repository) throws Exception {
    skopeo(
        "--dest-tls-verify=false",
        "--dest-creds=any:" + PushLine.MIRROR,
        "oci:" + folder.resolve("layout") + ":v1",
        "docker://" + host + "/" + repository + ":v1");
  }

  private static void assertServes(String repository, String tag) {
    HttpResponse<Void> answer =
        line.service.send(
            line.service.request("/v2/" + repository + "/manifests/" + tag, "").build(),
            BodyHandlers.discarding());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Docker-Content-Digest")).contains(index.toString());
  }

  @Test
  void passesTheConformanceSuite() throws Exception {
    Path results = Path.of("target", "oci-conformance").toAbsolutePath();
    String output =
        run(
            Map.of(
                "OCI_REGISTRY", host,
                "OCI_TLS", "disabled",
                "OCI_USERNAME", "any",
                "OCI_PASSWORD", PushLine.ALL,
                "OCI_RESULTS_DIR", results.toString(),
                "OCI_API_BLOBS_UPLOAD_CANCEL", "true",
                "OCI_API_BLOBS_DIGEST_HEADER", "true",
                "OCI_API_MANIFESTS_DIGEST_HEADER", "true",
                // Everything here is named by SHA-256.
                "OCI_DATA_SHA512", "false"),
            client("conformance"));

    assertThat(output).contains("OCI Conformance Result: Pass").containsPattern("FAIL\\.+: +0\n");
    for (String api :
        List.of(
            "Tag listing",
            "Tag delete",
            "Blob push",
            "Blob chunked",
            "Blob mount",
            "Blob get range",
            "Blob delete",
            "Manifest put by tag",
            "Manifest put with subject",
            "Manifest delete",
            "Referrers")) {
      assertThat(output).containsPattern(api + "\\.+: +Pass\n");
    }
  }

  @Test
  void keepsTheDigestsOfSkopeo() throws Exception {
    requireSkopeo();
    pushWithSkopeo("mirror/skopeo");
    assertServes("mirror/skopeo", "v1");

    skopeo(
        "--src-tls-verify=false",
        "docker://" + host + "/mirror/skopeo:v1",
        "oci:" + folder.resolve("copied") + ":v1");

    try (var blobs = Files.list(folder.resolve("layout/blobs/sha256"))) {
      assertThat(blobs)
          .allSatisfy(blob ->
              assertThat(folder.resolve("copied/blobs/sha256").resolve(blob.getFileName()))
                  .hasSameBinaryContentAs(blob));
    }
  }

  @Test
  void keepsTheDigestsOfCrane() throws Exception {
    String crane = client("crane");
    requireSkopeo();
    pushWithSkopeo("mirror/for-crane");

    run(
        Map.of(),
        crane,
        "--insecure",
        "copy",
        host + "/mirror/for-crane:v1",
        host + "/mirror/crane:v1");
    run(Map.of(), crane, "--insecure", "tag", host + "/mirror/crane:v1", "v2");
    run(Map.of(), crane, "--insecure", "delete", host + "/mirror/crane:v1");

    assertServes("mirror/crane", "v2");
    assertThat(run(Map.of(), crane, "--insecure", "ls", host + "/mirror/crane")).isEqualTo("v2\n");
  }

  @Test
  void keepsTheDigestsOfOras() throws Exception {
    String oras = client("oras");
    requireSkopeo();
    pushWithSkopeo("mirror/for-oras");
    String subject = host + "/mirror/for-oras:v1";
    Path note = Files.writeString(folder.resolve("note.txt"), "seen");

    run(
        Map.of(),
        oras,
        "attach",
        "--plain-http",
        "--disable-path-validation",
        "--artifact-type=application/vnd.example.note",
        subject,
        note + ":text/plain");
    run(
        Map.of(),
        oras,
        "cp",
        "--recursive",
        "--from-plain-http",
        "--to-plain-http",
        subject,
        host + "/mirror/oras:v1");

    assertServes("mirror/oras", "v1");
    assertThat(
            run(
                Map.of(),
                oras,
                "discover",
                "--plain-http",
                "--format=json",
                host + "/mirror/oras:v1"))
        .contains("application/vnd.example.note");
  }
}
