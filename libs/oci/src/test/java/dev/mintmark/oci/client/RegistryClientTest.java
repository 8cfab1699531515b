package dev.mintmark.oci.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientTest {
  private static final RepositoryName REPOSITORY = new RepositoryName("vision/face-detect");
  private static final String BASE = "/v2/vision/face-detect/";
  private static final Manifest SBOM =
      Manifest.ofArtifact("application/vnd.cyclonedx+json", List.of(), null, Map.of());
  private static final byte[] BYTES = SBOM.bytes();
  private static final Digest DIGEST = Digest.of(BYTES);

  private FakeRegistry registry;
  private RegistryClient client;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    client = client(Credentials.anonymous());
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  private RegistryClient client(Credentials credentials) {
    return new RegistryClient(registry.uri(), credentials, Duration.ofSeconds(20));
  }

  private void serve(String reference, byte[] bytes, String mediaType) {
    registry.on(BASE + "manifests/" + reference, FakeRegistry.ok(bytes, mediaType));
  }

  @Test
  void fetchesAManifestByTagAndByDigest() throws IOException {
    serve("v1.0.0", BYTES, OciMediaTypes.MANIFEST);
    serve(DIGEST.toString(), BYTES, OciMediaTypes.MANIFEST);

    FetchedManifest byTag = client.manifest(REPOSITORY, new Tag("v1.0.0"));
    FetchedManifest byDigest = client.manifest(REPOSITORY, byTag.artifact().digest());

    assertThat(byTag.artifact()).isEqualTo(SBOM.artifact());
    assertThat(byDigest.bytes()).isEqualTo(BYTES);
    assertThat(byDigest.document()).isEqualTo(SBOM);
  }

  @Test
  void refusesOtherBytesThanTheDigestAskedFor() {
    Digest other = Digest.of("other".getBytes(UTF_8));
    serve(other.toString(), BYTES, OciMediaTypes.MANIFEST);

    assertThatThrownBy(() -> client.manifest(REPOSITORY, other))
        .isInstanceOf(OciException.class)
        .hasMessageContaining(other.toString())
        .hasMessageContaining("OCI-010");
  }

  @Test
  void refusesOtherBytesThanTheRegistryClaims() {
    registry.on(
        BASE + "manifests/v1",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Docker-Content-Digest", Digest.of(new byte[0]).toString());
          FakeRegistry.ok(BYTES, OciMediaTypes.MANIFEST).to(exchange);
        });

    assertThatThrownBy(() -> client.manifest(REPOSITORY, new Tag("v1")))
        .hasMessageContaining("claimed by the registry")
        .hasMessageContaining("OCI-010");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"text/html", "", "application/vnd.docker.distribution.manifest.list.v2+json"})
  void refusesAnAnswerOfAnotherMediaType(String mediaType) {
    serve("v1", BYTES, mediaType);

    assertThatThrownBy(() -> client.manifest(REPOSITORY, new Tag("v1")))
        .hasMessageContaining("OCI-007");
  }

  @Test
  void refusesAManifestThatIsNotWhatTheDescriptorSays() {
    serve(DIGEST.toString(), BYTES, OciMediaTypes.MANIFEST);
    Descriptor longer =
        Descriptor.of(new Artifact(DIGEST, OciMediaTypes.MANIFEST, BYTES.length + 1));
    Descriptor index = Descriptor.of(new Artifact(DIGEST, OciMediaTypes.INDEX, BYTES.length));

    assertThatThrownBy(() -> client.manifest(REPOSITORY, longer)).hasMessageContaining("OCI-011");
    assertThatThrownBy(() -> client.manifest(REPOSITORY, index)).hasMessageContaining("OCI-007");
  }

  @Test
  void stopsReadingAManifestAtTheLimit() {
    serve("v1", new byte[OciReader.MAX_BYTES + 1], OciMediaTypes.MANIFEST);

    assertThatThrownBy(() -> client.manifest(REPOSITORY, new Tag("v1")))
        .hasMessageContaining("OCI-006");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "404, OCI-012",
    "401, OCI-013",
    "403, OCI-013",
    "400, OCI-014",
    "301, OCI-014",
    "307, OCI-014",
    "204, OCI-014",
    "206, OCI-014"
  })
  void refusesForGoodWhenTheRegistryAnswers(int status, String code) {
    registry.on(BASE + "manifests/v1", FakeRegistry.status(status));

    assertThatThrownBy(() -> client.manifest(REPOSITORY, new Tag("v1")))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("/v2/vision/face-detect/manifests/v1")
        .hasMessageContaining(code);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {408, 429, 500, 503})
  void leavesItToTheCallerToTryAgainWhenTheRegistryAnswers(int status) {
    registry.on(BASE + "manifests/v1", FakeRegistry.status(status));

    assertThatThrownBy(() -> client.manifest(REPOSITORY, new Tag("v1")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("" + status);
  }

  @Test
  void givesUpOnABodyThatStalls() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    registry.on(
        BASE + "manifests/v1",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try (RegistryClient hasty =
        new RegistryClient(registry.uri(), Credentials.anonymous(), Duration.ofMillis(300))) {
      assertThatThrownBy(() -> hasty.manifest(REPOSITORY, new Tag("v1")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no byte");
    } finally {
      over.countDown();
    }
  }

  @Test
  void sendsCredentialsWithEveryRequest() throws IOException {
    registry.on(
        BASE + "manifests/v1",
        exchange -> {
          String sent = exchange.getRequestHeaders().getFirst("Authorization");
          boolean known =
              List.of("Bearer abc.def", "Basic dTpww6Q=").contains(String.valueOf(sent));
          (known ? FakeRegistry.ok(BYTES, OciMediaTypes.MANIFEST) : FakeRegistry.status(401))
              .to(exchange);
        });

    try (RegistryClient bearer = client(Credentials.bearer("abc.def"));
        RegistryClient basic = client(Credentials.basic("u", "pä"))) {
      assertThat(bearer.manifest(REPOSITORY, new Tag("v1")).document()).isEqualTo(SBOM);
      assertThat(basic.manifest(REPOSITORY, new Tag("v1")).document()).isEqualTo(SBOM);
    }
    assertThatThrownBy(() -> client.manifest(REPOSITORY, new Tag("v1")))
        .hasMessageContaining("OCI-013");
  }

  @Test
  void keepsCredentialsOutOfTextAndOffTheOpenNetwork() {
    assertThat(Credentials.bearer("secret").toString()).doesNotContain("secret");
    assertThat(Credentials.basic("u", "secret").toString()).doesNotContain("secret");
    assertThatThrownBy(() ->
            new RegistryClient(
                URI.create("http://registry.example.com"), Credentials.bearer("secret")))
        .hasMessageContaining("OCI-013")
        .hasMessageNotContaining("secret");
  }

  @Test
  void listsReferrersByTheApiOverAllItsPages() throws IOException {
    Descriptor one = referrer("application/vnd.cyclonedx+json", "1");
    Descriptor two = referrer("application/vnd.example.signature", "2");
    String path = BASE + "referrers/" + DIGEST;
    registry.on(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Link", "<" + path + "?n=1>; rel=\"next\"");
          FakeRegistry.ok(index(one), OciMediaTypes.INDEX).to(exchange);
        });
    registry.on(path + "?n=1", FakeRegistry.ok(index(two), OciMediaTypes.INDEX));

    assertThat(client.referrers(REPOSITORY, DIGEST, null)).containsExactly(one, two);
  }

  @Test
  void filtersReferrersEvenWhenTheRegistryDoesNot() throws IOException {
    Descriptor sbom = referrer("application/vnd.cyclonedx+json", "1");
    Descriptor signature = referrer("application/vnd.example.signature", "2");
    registry.on(
        BASE + "referrers/" + DIGEST + "?artifactType=application%2Fvnd.cyclonedx%2Bjson",
        FakeRegistry.ok(index(sbom, signature), OciMediaTypes.INDEX));

    assertThat(client.referrers(REPOSITORY, DIGEST, "application/vnd.cyclonedx+json"))
        .containsExactly(sbom);
  }

  @Test
  void fallsBackToTheReferrersTagWhereThereIsNoApi() throws IOException {
    Descriptor sbom = referrer("application/vnd.cyclonedx+json", "1");
    serve("sha256-" + DIGEST.hex(), index(sbom), OciMediaTypes.INDEX);

    assertThat(client.referrers(REPOSITORY, DIGEST, null)).containsExactly(sbom);
    assertThat(client.referrers(REPOSITORY, Digest.of(new byte[0]), null)).isEmpty();
  }

  @Test
  void refusesAReferrersTagThatIsNotAnIndex() {
    serve("sha256-" + DIGEST.hex(), BYTES, OciMediaTypes.MANIFEST);

    assertThatThrownBy(() -> client.referrers(REPOSITORY, DIGEST, null))
        .hasMessageContaining("OCI-007");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"http://other.example.com/v2/x", "//other.example.com/x", "file:///etc"})
  void refusesANextPageOnAnotherHost(String link) {
    registry.on(
        BASE + "referrers/" + DIGEST,
        exchange -> {
          exchange.getResponseHeaders().set("Link", "<" + link + ">; rel=\"next\"");
          FakeRegistry.ok(index(), OciMediaTypes.INDEX).to(exchange);
        });

    assertThatThrownBy(() -> client.referrers(REPOSITORY, DIGEST, null))
        .hasMessageContaining("OCI-014");
  }

  @Test
  void refusesReferrersThatNeverEnd() {
    String path = BASE + "referrers/" + DIGEST;
    registry.on(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Link", "<" + path + ">; rel=\"next\"");
          FakeRegistry.ok(index(), OciMediaTypes.INDEX).to(exchange);
        });

    assertThatThrownBy(() -> client.referrers(REPOSITORY, DIGEST, null))
        .hasMessageContaining("OCI-006");
  }

  private static Descriptor referrer(String type, String content) {
    return Descriptor.of(Artifact.of(content.getBytes(UTF_8), OciMediaTypes.MANIFEST))
        .withArtifactType(type);
  }

  private static byte[] index(Descriptor... manifests) {
    return new ImageIndex(null, List.of(manifests), null, new TreeMap<>()).bytes();
  }
}
