package dev.mintmark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.testing.ReleaseLine;
import dev.mintmark.kit.testing.ServiceProcess;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built service with a heap of 96 MiB: a release comes over Kafka and is pulled over HTTP. */
class RegistryIT {
  private static final String VIEWER = "viewer-token-of-the-tests";
  private static final String CI = "ci-token-of-the-tests";
  private static final RepositoryName REPOSITORY = new RepositoryName("vision/face-detect");
  private static final long LARGE = 160L << 20;

  @TempDir static Path folder;
  private static ReleaseLine line;
  private static ServiceProcess service;
  private static URI base;
  private static Release release;
  private static Artifact large;
  private static Artifact damaged;
  private static HttpClient http;

  @BeforeAll
  static void publish() throws Exception {
    FolderArtifactStore store = new FolderArtifactStore(folder.resolve("artifacts"));
    release = new Release(store, new ReleaseId("face-detect", "v1.0.0"));
    large = store.put(noise("large", LARGE), MediaTypes.OCTET_STREAM);
    damaged = store.put(noise("damaged", 1 << 20), MediaTypes.OCTET_STREAM);
    release.add(
        Manifest.ofArtifact(
            "application/vnd.example",
            List.of(Descriptor.of(large), Descriptor.of(damaged)),
            null,
            Map.of()),
        null);
    line = ReleaseLine.start(folder);
    line.upload(folder.resolve("artifacts"));
    service =
        ServiceProcess.start(
                "registry", line.settings().tokens(Map.of("viewer", VIEWER, "ci", CI)), "-Xmx96m")
            .awaitReady();
    base = service.base();
    line.send(TopicCatalogue.RELEASE_SIGNED, release.id, release.signed());
    assertThat(line.read(TopicCatalogue.RELEASE_PUBLISHED, ReleasePublished.class, 1))
        .singleElement()
        .satisfies(event -> assertThat(event.getTag()).isEqualTo("v1.0.0"));
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
    service.close();
    line.close();
  }

  private static Path noise(String name, long size) throws IOException {
    Path file = folder.resolve(name);
    Random random = new Random(size);
    byte[] piece = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < size; written += piece.length) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
    return file;
  }

  private static RegistryClient client() {
    return new RegistryClient(base, Credentials.bearer(VIEWER));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + VIEWER);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void letsAClientPullAllOfARelease() throws Exception {
    try (RegistryClient client = client()) {
      FetchedManifest index = client.manifest(REPOSITORY, new Tag("v1.0.0"));
      assertThat(index.artifact()).isEqualTo(release.index);
      for (PublishedObject object : release.objects) {
        Artifact manifest = ArtifactReferences.toArtifact(object.getManifest());
        FetchedManifest fetched = client.manifest(REPOSITORY, Descriptor.of(manifest));
        if (!(fetched.document() instanceof ImageIndex)) {
          for (Descriptor blob : fetched.document().children()) {
            if (!blob.digest().equals(damaged.digest())) {
              client.blob(REPOSITORY, blob, folder.resolve("pulled"));
            }
          }
        }
      }
      Artifact image = release.images.values().iterator().next();
      assertThat(client.referrers(REPOSITORY, image.digest(), Release.SBOM)).hasSize(1);
      assertThat(client.referrers(REPOSITORY, release.index.digest(), null)).hasSize(2);
    }
  }

  @Test
  void streamsABlobThatIsLargerThanItsHeap() throws Exception {
    Path file = folder.resolve("streamed");
    try (RegistryClient client = client()) {
      client.blob(REPOSITORY, Descriptor.of(large), file);
    }
    assertThat(Files.size(file)).isEqualTo(LARGE);
  }

  @Test
  void breaksOffABlobThatIsDamagedInTheStore() throws Exception {
    Files.write(folder.resolve("same-size"), new byte[1 << 20]);
    line.overwrite(damaged.digest(), folder.resolve("same-size"));

    assertThatThrownBy(() -> send(request("/v2/vision/face-detect/blobs/" + damaged.digest())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void answersHeadWithTheLengthAndNoBody() throws Exception {
    for (String path :
        List.of(
            "manifests/v1.0.0", "manifests/" + release.index.digest(), "blobs/" + large.digest())) {
      HttpResponse<String> head =
          send(
              request("/v2/vision/face-detect/" + path)
                  .method("HEAD", HttpRequest.BodyPublishers.noBody()));
      Artifact expected = path.startsWith("blobs") ? large : release.index;
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(expected.size());
      assertThat(head.headers().firstValue("Docker-Content-Digest"))
          .contains(expected.digest().toString());
    }
  }

  @Test
  void sendsAPartOfABlob() throws Exception {
    String path =
        "/v2/vision/face-detect/blobs/" + release.objects.get(0).getBlobs().get(1).getDigest();
    byte[] whole = http.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray()).body();

    HttpResponse<byte[]> part =
        http.send(
            request(path).header("Range", "bytes=2-").build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(whole, 2, whole.length));
    assertThat(part.headers().firstValue("Content-Range"))
        .contains("bytes 2-" + (whole.length - 1) + "/" + whole.length);
    assertThat(send(request(path).header("Range", "bytes=999999-")).statusCode()).isEqualTo(416);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no token,       '',                        401",
    "a wrong token,  Bearer wrong-token-000000, 401",
    "no known form,  Digest x,                  401",
    "a CI token,     Bearer " + CI + ",         403",
    "a viewer token, Bearer " + VIEWER + ",     200"
  })
  void letsInOnlyWhoMayPull(String name, String authorization, int status) throws Exception {
    for (String path : List.of("/v2/", "/v2/vision/face-detect/tags/list")) {
      HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      HttpResponse<String> answer = send(request);
      assertThat(answer.statusCode()).isEqualTo(status);
      if (status == 401) {
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
            .hasValueSatisfying(
                challenge -> assertThat(challenge).containsPattern("^(Bearer|Basic) realm="));
      }
    }
  }

  @Test
  void takesATokenAsThePasswordOfBasicAuthentication() throws Exception {
    String pair = Base64.getEncoder().encodeToString(("anyone:" + VIEWER).getBytes());

    assertThat(
            send(HttpRequest.newBuilder(base.resolve("/v2/"))
                    .header("Authorization", "Basic " + pair))
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "POST,   blobs/uploads/",
    "PATCH,  blobs/uploads/01234567-89ab-cdef-0123-456789abcdef",
    "PUT,    manifests/v1.0.0",
    "DELETE, manifests/v1.0.0"
  })
  void letsNoViewerPushOrDelete(String method, String path) throws Exception {
    HttpResponse<String> answer =
        send(
            request("/v2/vision/face-detect/" + path)
                .method(method, HttpRequest.BodyPublishers.ofString("x".repeat(100_000))));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"code\":\"DENIED\"").contains("REG-029");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "vision/face-detect/manifests/v9, 404, MANIFEST_UNKNOWN",
    "vision/face-detect/manifests/%2e%2e%2fx, 404, UNSUPPORTED",
    "none/manifests/v1, 404, NAME_UNKNOWN",
    "Vision/manifests/v1, 400, NAME_INVALID",
    "vision/face-detect/blobs/latest, 400, DIGEST_INVALID",
    "_catalog, 404, UNSUPPORTED"
  })
  void answersErrorsAsTheSpecificationSays(String path, int status, String code) throws Exception {
    HttpResponse<String> answer = send(request("/v2/" + path));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body()).startsWith("{\"errors\":[{\"code\":\"" + code + "\",\"message\":");
  }

  @Test
  void servesSkopeo() throws Exception {
    assumeTrue(isInstalled("skopeo"), "skopeo is not installed: not tried");
    String reference = "docker://" + base.getAuthority() + "/vision/face-detect:v1.0.0";

    String inspected =
        run("skopeo", "inspect", "--tls-verify=false", "--creds=any:" + VIEWER, reference);
    run(
        "skopeo",
        "copy",
        "--all",
        "--src-tls-verify=false",
        "--src-creds=any:" + VIEWER,
        reference,
        "oci:" + folder.resolve("layout") + ":v1.0.0");

    assertThat(inspected).contains(release.index.digest().toString()).contains("\"v1.0.0\"");
    assertThat(folder.resolve("layout/blobs/sha256").resolve(release.index.digest().hex()))
        .hasDigest("SHA-256", release.index.digest().hex());
    assertThat(release.images.values())
        .allSatisfy(image ->
            assertThat(folder.resolve("layout/blobs/sha256").resolve(image.digest().hex()))
                .exists());
  }

  private static boolean isInstalled(String command) throws InterruptedException {
    try {
      return new ProcessBuilder(command, "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
