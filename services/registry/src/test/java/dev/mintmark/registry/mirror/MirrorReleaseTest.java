package dev.mintmark.registry.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import com.sun.net.httpserver.HttpServer;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.HostRules;
import dev.mintmark.oci.client.PushableRegistry;
import dev.mintmark.registry.Release;
import dev.mintmark.registry.link.Repository;
import dev.mintmark.registry.publish.PublishRelease;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorReleaseTest {
  private static final ReleaseId ID = new ReleaseId("face-detect", "v1.0.0");
  private static final RepositoryName NAME = new RepositoryName("vision/face-detect");
  private static final Tag VERSION = new Tag("v1.0.0");

  @TempDir Path folder;
  private FolderArtifactStore store;
  private Pointers pointers;
  private Release release;

  @BeforeEach
  void publish() {
    store = new FolderArtifactStore(folder);
    pointers = new MemoryPointers();
    release = new Release(store, ID);
    new PublishRelease(store, pointers).apply(release.incoming());
  }

  private MirrorRelease mirror(URI url) {
    return mirror(url, Duration.ofSeconds(30));
  }

  private MirrorRelease mirror(URI url, Duration patience) {
    Mirror mirror =
        new Mirror(
            "offsite", url, "", Credentials.anonymous(), null, HostRules.NAMED_ALONE, patience);
    return new MirrorRelease(mirror, store, pointers);
  }

  private Published published() {
    return new Published(ID, NAME, VERSION, release.index.digest());
  }

  /** Manifests of what belongs to the release: all but the model, which no annotation names. */
  private List<Artifact> manifests() {
    return release.objects.stream()
        .map(PublishedObject::getManifest)
        .map(ArtifactReferences::toArtifact)
        .filter(manifest -> !isModel(manifest))
        .toList();
  }

  private boolean isModel(Artifact manifest) {
    return new String(
            store.read(manifest.digest(), 1 << 20), java.nio.charset.StandardCharsets.UTF_8)
        .contains("vnd.mintmark.model");
  }

  @ParameterizedTest(name = "referrers API: {0}")
  @ValueSource(booleans = {true, false})
  void bringsAllOfTheReleaseAndItsTagLast(boolean referrersApi) throws IOException {
    try (PushableRegistry there = new PushableRegistry(referrersApi)) {
      mirror(there.uri()).bring(published());

      assertThat(manifests()).isNotEmpty().allMatch(m -> there.hasManifest(m.digest()));
      for (PublishedObject object : release.objects) {
        if (!isModel(ArtifactReferences.toArtifact(object.getManifest()))) {
          assertThat(object.getBlobs())
              .allMatch(blob -> there.hasBlob(Digest.parse(blob.getDigest())));
        }
      }
      assertThat(there.tags())
          .containsEntry("v1.0.0", release.index.digest().toString())
          .containsKey("sha256-" + release.index.digest().hex() + ".sig");
      assertThat(there.tags().containsKey("sha256-" + release.index.digest().hex()))
          .as("the referrers tag, where there is no API")
          .isEqualTo(!referrersApi);
      assertThat(there.requests()).last().isEqualTo("PUT /v2/vision/face-detect/manifests/v1.0.0");
    }
  }

  @Test
  void sendsNothingTwice() throws IOException {
    try (PushableRegistry there = new PushableRegistry(false)) {
      mirror(there.uri()).bring(published());
      long puts = there.count("PUT");

      assertThat(mirror(there.uri()).bring(published()))
          .hasValueSatisfying(pushed -> assertThat(pushed.sent()).isZero());

      assertThat(there.count("PUT")).isEqualTo(puts);
    }
  }

  @Test
  void bringsWhatWasAttachedLater() throws IOException {
    try (PushableRegistry there = new PushableRegistry(false)) {
      mirror(there.uri()).bring(published());
      Artifact verdict = release.attach(Release.SIGNATURE, release.index, "verdict", null);
      new PublishRelease(store, pointers).apply(release.incoming());
      assertThat(there.hasManifest(verdict.digest())).isFalse();

      mirror(there.uri()).bring(published());

      assertThat(there.hasManifest(verdict.digest())).isTrue();
    }
  }

  @Test
  void goesOnAfterAFailure() throws IOException {
    try (PushableRegistry there = new PushableRegistry(true)) {
      there.fail("PUT", 100);
      assertThat(trouble(there.uri())).isEqualTo("REG-043 waits");
      there.fail("PUT", 0);

      mirror(there.uri()).bring(published());

      assertThat(there.tags()).containsKey("v1.0.0");
    }
  }

  @Test
  void leavesATagAloneThatNamesSomethingElse() throws IOException {
    try (PushableRegistry there = new PushableRegistry(true)) {
      mirror(there.uri()).bring(published());
      there.tags().put("v1.0.0", manifests().getFirst().digest().toString());
      Map<String, String> tags = Map.copyOf(there.tags());
      long puts = there.count("PUT");

      assertThat(trouble(there.uri())).isEqualTo("REG-041 aside");

      assertThat(there.tags()).isEqualTo(tags);
      assertThat(there.count("PUT")).isEqualTo(puts);
    }
  }

  @Test
  void leavesAWithdrawnReleaseWhereItIs() throws IOException {
    new Repository(pointers, NAME).withdraw(VERSION, release.index.digest(), "broken");
    try (PushableRegistry there = new PushableRegistry(true)) {
      assertThat(mirror(there.uri()).bring(published())).isEmpty();

      assertThat(there.requests()).isEmpty();
    }
  }

  @Test
  void setsAReleaseAsideThatIsNotWhole() throws IOException {
    try (PushableRegistry there = new PushableRegistry(true)) {
      new Repository(pointers, NAME).unlinkManifest(manifests().getFirst().digest());

      assertThat(trouble(there.uri())).isEqualTo("REG-044 aside");

      assertThat(there.tags()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "401, REG-042 waits",
    "403, REG-042 waits",
    "429, REG-043 waits",
    "500, REG-043 waits",
    "503, REG-043 waits",
    "307, REG-044 aside",
    "413, REG-044 aside",
  })
  void tellsWhatMayPassFromWhatWillNot(int status, String expected) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"there\"");
            exchange.sendResponseHeaders(status, -1);
          }
        });
    server.start();
    try {
      assertThat(trouble(URI.create("http://127.0.0.1:" + server.getAddress().getPort())))
          .isEqualTo(expected);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void waitsForOneThatAnswersNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      assertThat(trouble(url, Duration.ofMillis(300))).isEqualTo("REG-043 waits");
    }
  }

  @Test
  void waitsForOneThatIsNotThere() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertThat(trouble(URI.create("http://127.0.0.1:" + port))).isEqualTo("REG-043 waits");
  }

  private String trouble(URI url) {
    return trouble(url, Duration.ofSeconds(30));
  }

  private String trouble(URI url, Duration patience) {
    Exception error = catchException(() -> mirror(url, patience).bring(published()));
    Trouble trouble = Trouble.of(error);
    return trouble.code() + (trouble.waits() ? " waits" : " aside");
  }
}
