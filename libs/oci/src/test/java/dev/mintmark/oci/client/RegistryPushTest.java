package dev.mintmark.oci.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryPushTest {
  private static final RepositoryName REPOSITORY = new RepositoryName("vision/face-detect");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private PushableRegistry registry;
  private RegistryPush push;

  @BeforeEach
  void start() throws IOException {
    use(new PushableRegistry(true));
  }

  private void use(PushableRegistry other) {
    registry = other;
    push = new RegistryPush(registry.uri(), Credentials.anonymous(), PATIENCE);
  }

  @AfterEach
  void stop() {
    push.close();
    registry.close();
  }

  @Test
  void sendsASmallBlobInOneRequestAndOnlyOnce() throws IOException {
    AtomicLong sent = new AtomicLong();
    byte[] bytes = "layer".getBytes(UTF_8);

    assertThat(blob(bytes, sent)).isTrue();
    assertThat(blob(bytes, sent)).isFalse();

    assertThat(registry.blob(Digest.of(bytes))).isEqualTo(bytes);
    assertThat(sent).hasValue(bytes.length);
    assertThat(registry.count("POST")).isEqualTo(1);
    assertThat(registry.count("PUT")).isEqualTo(1);
    assertThat(registry.count("PATCH")).isZero();
  }

  @Test
  void sendsALargeBlobInPieces() throws IOException {
    AtomicLong sent = new AtomicLong();
    byte[] bytes = bytes(2 * BlobUpload.PIECE + 7);

    blob(bytes, sent);

    assertThat(registry.blob(Digest.of(bytes))).isEqualTo(bytes);
    assertThat(sent).hasValue(bytes.length);
    assertThat(registry.count("PATCH")).isEqualTo(3);
  }

  @Test
  void goesOnWhereABrokenUploadStopped() throws IOException {
    AtomicLong sent = new AtomicLong();
    byte[] bytes = bytes(2 * BlobUpload.PIECE + 7);
    registry.fail("PATCH", 2);

    blob(bytes, sent);

    assertThat(registry.blob(Digest.of(bytes))).isEqualTo(bytes);
    assertThat(sent).hasValue(bytes.length);
    assertThat(registry.count("POST")).isEqualTo(1);
  }

  private static RegistryPush.Source source(Map<Artifact, byte[]> blobs, Artifact blob) {
    byte[] bytes = Objects.requireNonNull(blobs.get(blob));
    return from -> new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from);
  }

  private static Map<Artifact, byte[]> blobs(int number) {
    Map<Artifact, byte[]> blobs = new LinkedHashMap<>();
    for (int i = 0; i < number; i++) {
      byte[] bytes = ("layer " + i).getBytes(UTF_8);
      blobs.put(Artifact.of(bytes, "a/b"), bytes);
    }
    return blobs;
  }

  @Test
  void sendsSeveralBlobsAndSaysWhichWereNotThere() throws IOException {
    Map<Artifact, byte[]> blobs = blobs(20);
    List<Artifact> all = List.copyOf(blobs.keySet());
    blob(Objects.requireNonNull(blobs.get(all.get(3))), new AtomicLong());
    AtomicLong arrived = new AtomicLong();

    List<Artifact> sent =
        push.blobs(REPOSITORY, all, blob -> source(blobs, blob), arrived::addAndGet);

    assertThat(sent)
        .containsExactlyElementsOf(all.stream().filter(b -> !b.equals(all.get(3))).toList());
    assertThat(arrived).hasValue(sent.stream().mapToLong(Artifact::size).sum());
    blobs.forEach((blob, bytes) -> assertThat(registry.blob(blob.digest())).isEqualTo(bytes));
  }

  @Test
  void ofSeveralBlobsTheFirstThatFailsIsTold() {
    Map<Artifact, byte[]> blobs = blobs(6);
    List<Artifact> all = List.copyOf(blobs.keySet());

    assertThatThrownBy(() ->
            push.blobs(
                REPOSITORY,
                all,
                blob ->
                    from -> {
                      int number = all.indexOf(blob);
                      if (number == 2 || number == 4) {
                        throw new EOFException("blob " + number + " is cut");
                      }
                      return source(blobs, blob).from(from);
                    },
                arrived -> {}))
        .hasMessage("blob 2 is cut");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"POST", "PUT", "PATCH", "HEAD"})
  void givesUpOnARegistryThatIsBroken(String method) {
    registry.fail(method, 1000);

    assertThatThrownBy(() -> blob(bytes(BlobUpload.PIECE + 1), new AtomicLong()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("answered 503; try again later");
  }

  /** As registries do that keep blobs in a store of objects; nobody asks there. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {302, 303, 307})
  void sendsNoBlobThatTheRegistrySendsOnTo(int status) throws IOException {
    byte[] bytes = "layer".getBytes(UTF_8);
    assertThat(blob(bytes, new AtomicLong())).isTrue();
    registry.keepElsewhere(status);

    assertThat(blob(bytes, new AtomicLong())).isFalse();
    assertThat(blob("another".getBytes(UTF_8), new AtomicLong())).isTrue();

    assertThat(registry.count("POST")).isEqualTo(2);
  }

  /** A manifest is the registry's own: whether it is there is not known, so it is sent. */
  @Test
  void sendsAManifestThatTheRegistrySendsOnTo() throws IOException {
    byte[] index = new ImageIndex(null, List.of(), null, new TreeMap<>()).bytes();
    assertThat(push.manifest(REPOSITORY, index, OciMediaTypes.INDEX)).isTrue();
    registry.keepElsewhere(307);

    assertThat(push.manifest(REPOSITORY, index, OciMediaTypes.INDEX)).isTrue();
  }

  /** Another status of that class is no answer to whether something is there. */
  @Test
  void refusesAnotherWayOfSendingOn() throws IOException {
    byte[] bytes = "layer".getBytes(UTF_8);
    blob(bytes, new AtomicLong());
    registry.keepElsewhere(301);

    assertThatThrownBy(() -> blob(bytes, new AtomicLong()))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("only the registry that was named is asked");
  }

  @Test
  void refusesBytesThatAreNotTheDigests() {
    byte[] bytes = "layer".getBytes(UTF_8);
    Artifact other = new Artifact(Digest.of("other".getBytes(UTF_8)), "a/b", bytes.length);

    OciException refused =
        catchThrowableOfType(
            OciException.class,
            () ->
                push.blob(REPOSITORY, other, from -> new ByteArrayInputStream(bytes), sent -> {}));

    assertThat(refused.error()).isEqualTo(OciError.PROTOCOL);
    assertThat(refused).hasMessageContaining("DIGEST_INVALID");
  }

  @Test
  void failsAtOnceWhenTheSourceIsShort() {
    Artifact longer = new Artifact(Digest.of(new byte[0]), "a/b", 5);

    assertThatThrownBy(() ->
            push.blob(
                REPOSITORY, longer, from -> new ByteArrayInputStream(new byte[2]), sent -> {}))
        .hasMessageContaining("ends after 2 bytes");
    assertThat(registry.count("POST")).isEqualTo(1);
  }

  @Test
  void sendsNothingToAnotherHost() {
    registry.sendUploadsTo("http://192.0.2.1");

    OciException refused =
        catchThrowableOfType(
            OciException.class, () -> blob("layer".getBytes(UTF_8), new AtomicLong()));

    assertThat(refused.error()).isEqualTo(OciError.PROTOCOL);
    assertThat(refused).hasMessageContaining("only the registry that was named gets it");
  }

  @Test
  void sendsNoCredentialsInTheClear() {
    OciException refused =
        catchThrowableOfType(
            OciException.class,
            () ->
                new RegistryPush(
                    URI.create("http://192.0.2.1"), Credentials.basic("me", "secret")));

    assertThat(refused.error()).isEqualTo(OciError.DENIED);
  }

  @Test
  void sendsAManifestOnceAndTagsIt() throws IOException {
    Manifest manifest = artifact("layer", null);
    blob("layer".getBytes(UTF_8), new AtomicLong());
    Tag tag = new Tag("v1.0.0");

    assertThat(push.tagged(REPOSITORY, tag)).isEmpty();
    assertThat(push.manifest(REPOSITORY, manifest.bytes(), OciMediaTypes.MANIFEST)).isTrue();
    assertThat(push.manifest(REPOSITORY, manifest.bytes(), OciMediaTypes.MANIFEST)).isFalse();
    push.tag(REPOSITORY, tag, manifest.bytes(), OciMediaTypes.MANIFEST);

    assertThat(push.tagged(REPOSITORY, tag)).hasValue(manifest.artifact().digest());
  }

  @Test
  void tellsTheRegistrysWordsWhenItRefusesAManifest() {
    Manifest manifest = artifact("a layer that is not there", null);

    assertThatThrownBy(() -> push.manifest(REPOSITORY, manifest.bytes(), OciMediaTypes.MANIFEST))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("MANIFEST_BLOB_UNKNOWN");
  }

  @Test
  void leavesReferrersToARegistryThatListsThem() throws IOException {
    Descriptor subject = subject();
    Manifest referrer = referrer("one", subject);

    assertThat(push.refer(REPOSITORY, subject.digest(), List.of(described(referrer)))).isFalse();
    assertThat(registry.tags()).isEmpty();
  }

  @Test
  void listsReferrersUnderTheTagWhereTheApiIsMissing() throws IOException {
    stop();
    use(new PushableRegistry(false));
    Descriptor subject = subject();
    Descriptor one = described(referrer("one", subject));
    Descriptor two = described(referrer("two", subject));

    assertThat(push.refer(REPOSITORY, subject.digest(), List.of(one))).isTrue();
    assertThat(push.refer(REPOSITORY, subject.digest(), List.of(one, two))).isTrue();
    assertThat(push.refer(REPOSITORY, subject.digest(), List.of(two))).isFalse();

    try (RegistryClient client = new RegistryClient(registry.uri(), Credentials.anonymous())) {
      assertThat(client.referrers(REPOSITORY, subject.digest(), null)).containsExactly(one, two);
      assertThat(client.manifest(REPOSITORY, Tag.ofReferrers(subject.digest())).document())
          .isInstanceOf(ImageIndex.class);
    }
  }

  private Descriptor subject() throws IOException {
    blob("layer".getBytes(UTF_8), new AtomicLong());
    Manifest subject = artifact("layer", null);
    push.manifest(REPOSITORY, subject.bytes(), OciMediaTypes.MANIFEST);
    return Descriptor.of(subject.artifact());
  }

  private Manifest referrer(String content, Descriptor subject) throws IOException {
    blob(content.getBytes(UTF_8), new AtomicLong());
    Manifest referrer = artifact(content, subject);
    push.manifest(REPOSITORY, referrer.bytes(), OciMediaTypes.MANIFEST);
    return referrer;
  }

  private static Descriptor described(Manifest manifest) {
    return Descriptor.of(manifest.artifact(), manifest.annotations()).withArtifactType("a/b");
  }

  private static Manifest artifact(String layer, @Nullable Descriptor subject) {
    return Manifest.ofArtifact(
        "a/b",
        List.of(Descriptor.of(Artifact.of(layer.getBytes(UTF_8), "text/plain"))),
        subject,
        Map.of("of", layer));
  }

  private boolean blob(byte[] bytes, AtomicLong sent) throws IOException {
    return push.blob(
        REPOSITORY,
        Artifact.of(bytes, "text/plain"),
        from -> new ByteArrayInputStream(bytes, (int) from, bytes.length),
        sent::addAndGet);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
