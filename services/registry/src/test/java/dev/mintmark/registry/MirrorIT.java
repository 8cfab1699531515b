package dev.mintmark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.testing.ReleaseLine;
import dev.mintmark.kit.testing.ServiceProcess;
import dev.mintmark.kit.testing.ServiceSettings;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release that is published comes to registries elsewhere; one that is away holds nothing up. */
class MirrorIT {
  private static final RepositoryName HERE = new RepositoryName("vision/face-detect");
  private static final Tag VERSION = new Tag("v1.0.0");
  private static final String TOKEN = "token-of-the-mirror-job";
  private static final String VIEWER = "viewer-token-of-the-tests";

  @TempDir static Path folder;
  private static Release release;
  private static ReleaseLine line;
  private static ServiceProcess here;
  private static ServiceProcess ours;
  private static @Nullable Process docker;
  private static URI dockerUri;

  @BeforeAll
  static void publish() throws Exception {
    FolderArtifactStore store = new FolderArtifactStore(folder.resolve("artifacts"));
    release = new Release(store, new ReleaseId("face-detect", "v1.0.0"));
    addLarge(store);
    line = ReleaseLine.start(folder);
    line.upload(folder.resolve("artifacts"));
    dockerUri = URI.create("http://127.0.0.1:" + freePort());
    docker = startDocker();
    ours = startOurs();
    here = startHere();
    line.send(TopicCatalogue.RELEASE_SIGNED, release.id, release.signed());
  }

  /** A referrer of the index with a blob that is sent in more than one piece. */
  private static void addLarge(FolderArtifactStore store) throws IOException {
    Path file = Files.write(folder.resolve("large"), new byte[20 << 20]);
    Artifact large = store.put(file, MediaTypes.OCTET_STREAM);
    release.add(
        Manifest.ofArtifact(
            Release.SBOM,
            List.of(Descriptor.of(large)),
            Descriptor.of(release.index),
            Map.of("is", "large")),
        null);
  }

  private static @Nullable Process startDocker() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("docker.yml"),
            """
            version: 0.1
            log: {level: error, accesslog: {disabled: true}}
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: 127.0.0.1:%d}
            """
                .formatted(folder.resolve("docker"), dockerUri.getPort()));
    try {
      return new ProcessBuilder("docker-registry", "serve", config.toString())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("docker.log").toFile())
          .start();
    } catch (IOException e) {
      return null;
    }
  }

  /** Another instance, which is pushed to. */
  private static ServiceProcess startOurs() throws IOException {
    Path tokens =
        Files.writeString(
            folder.resolve("tokens.json"),
            """
            {"job": {"token": "%s", "allow": [
                {"repositories": ["mirror/**"], "actions": ["pull", "push"]}]}}
            """
                .formatted(TOKEN));
    return ServiceProcess.start(
            "ours",
            line.settings()
                .with("mintmark.instance", "1")
                .with("mintmark.work-dir", folder.resolve("work-ours"))
                .with("mintmark.registry.anonymous-pull", true)
                .with("mintmark.registry.tokens-file", tokens),
            "-Xmx96m")
        .awaitReady();
  }

  private static ServiceProcess startHere() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "job:" + TOKEN + "\n");
    String mirrors = "mintmark.registry.mirrors.";
    ServiceSettings settings =
        line.settings()
            .tokens(Map.of("viewer", VIEWER))
            .with(mirrors + "docker.url", dockerUri)
            .with(mirrors + "ours.url", ours.base())
            .with(mirrors + "ours.prefix", "mirror")
            .with(mirrors + "ours.secret-file", secret)
            .with(mirrors + "away.url", "http://127.0.0.1:" + freePort());
    return ServiceProcess.start("here", settings, "-Xmx96m").awaitReady();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    here.close();
    ours.close();
    if (docker != null) {
      docker.destroy();
      docker.waitFor();
    }
    line.close();
  }

  private static String get(String path, String token) {
    return here.send(here.request(path, token).build()).body();
  }

  private static void awaitMirrored(RegistryClient there, RepositoryName repository) {
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(() ->
            there.manifest(repository, VERSION).artifact().digest().equals(release.index.digest()));
  }

  private static void assertWhole(RegistryClient there, RepositoryName repository)
      throws IOException {
    for (PublishedObject object : release.objects) {
      Artifact manifest = ArtifactReferences.toArtifact(object.getManifest());
      if (object.getSubject() != null) {
        assertThat(there.referrers(repository, Digest.parse(object.getSubject()), null))
            .as("what refers to " + object.getSubject())
            .extracting(Descriptor::digest)
            .contains(manifest.digest());
        for (Descriptor blob :
            there.manifest(repository, Descriptor.of(manifest)).document().children()) {
          there.blob(repository, blob, folder.resolve("pulled"));
        }
      }
    }
    Tag signature = new Tag("sha256-" + release.index.digest().hex() + ".sig");
    assertThat(there.manifest(repository, signature).artifact().size()).isPositive();
  }

  @Test
  void bringsAReleaseToARegistryWithoutReferrers() throws IOException {
    assumeTrue(docker != null, "docker-registry is not installed: apt-get install docker-registry");
    try (RegistryClient there = new RegistryClient(dockerUri, Credentials.anonymous())) {
      awaitMirrored(there, HERE);

      assertWhole(there, HERE);
      Tag referrers = Tag.ofReferrers(release.index.digest());
      assertThat(there.manifest(HERE, referrers).artifact().size()).isPositive();
    }
  }

  @Test
  void bringsAReleaseToOneOfOurs() throws IOException {
    RepositoryName repository = new RepositoryName("mirror/" + HERE);
    try (RegistryClient there = new RegistryClient(ours.base(), Credentials.anonymous())) {
      awaitMirrored(there, repository);

      assertWhole(there, repository);
    }
  }

  @Test
  void staysReadyWhileAMirrorIsAwayAndSaysWhatItWaitsFor() throws Exception {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> get("/v1/mirrors", VIEWER), seen -> seen.contains("REG-043"));

    assertThat(get("/v1/mirrors", VIEWER)).contains("\"name\":\"away\"", "\"state\":\"waiting\"");
    assertThat(get("/q/health", "")).contains("degraded: face-detect:v1.0.0");
    assertThat(here.isReady()).isTrue();
    assertThat(here.send(here.request("/v1/mirrors", "").build()).statusCode()).isEqualTo(401);
    assertThat(get("/q/metrics", "")).contains("mintmark_registry_mirrored_total");
    for (String log : List.of("here.log", "ours.log")) {
      assertThat(folder.resolve("service").resolve(log)).content().doesNotContain(TOKEN);
    }
  }

  @Test
  void saysHowFarEachMirrorIs() {
    String following =
        "\"name\":\"ours\",\"url\":\"%s\",\"state\":\"following\",\"behind\":0,\"mirrored\":1,\"last\":\"face-detect:v1.0.0\""
            .formatted(ours.base());

    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> get("/v1/mirrors", VIEWER), seen -> seen.contains(following));
  }
}
