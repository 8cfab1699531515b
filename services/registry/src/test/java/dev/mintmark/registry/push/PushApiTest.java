package dev.mintmark.registry.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciDocument;
import dev.mintmark.registry.link.Repository;
import dev.mintmark.registry.link.Served;
import dev.mintmark.registry.serve.Answer;
import dev.mintmark.registry.serve.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PushApiTest {
  private static final RepositoryName ONE = new RepositoryName("mirror/one");
  private static final RepositoryName OTHER = new RepositoryName("mirror/other");
  private static final RepositoryName LINE = new RepositoryName("vision/face-detect");
  private static final Artifact BLOB = Artifact.of("layer".getBytes(UTF_8), "x/layer");
  private static final Artifact CONFIG = Artifact.of("{}".getBytes(UTF_8), "x/config");
  private static final Artifact RELEASE = Artifact.of("release".getBytes(UTF_8), "x/release");

  @TempDir Path folder;
  private Pointers pointers;
  private FolderArtifactStore store;
  private PushApi api;

  @BeforeEach
  void start() {
    pointers = new MemoryPointers();
    store = new FolderArtifactStore(folder.resolve("store"));
    api =
        new PushApi(
            pointers,
            store,
            folder.resolve("uploads"),
            new Limits(1 << 20, 10, Duration.ofHours(1)),
            Clock.systemUTC());
    Repository line = new Repository(pointers, LINE);
    store.put("release".getBytes(UTF_8), "x/release");
    line.linkBlob(RELEASE.digest(), RELEASE.size());
    line.linkManifest(RELEASE);
    line.createTag(new Tag("v1.0.0"), RELEASE.digest());
  }

  private Answer call(PushCall call, byte[] body, Set<RepositoryName> readable) {
    try {
      return api.answer(call, () -> new ByteArrayInputStream(body), readable::contains);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer call(PushCall call) {
    return call(call, new byte[0], Set.of(ONE, OTHER, LINE));
  }

  private void pushBlob(RepositoryName repository, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    assertThat(
            call(new PushCall.Begin(repository, Digest.of(bytes), null, null), bytes, Set.of())
                .status())
        .isEqualTo(201);
  }

  private Answer put(RepositoryName repository, String reference, OciDocument document) {
    return call(
        new PushCall.PutManifest(repository, reference, document.mediaType()),
        document.bytes(),
        Set.of());
  }

  private static Manifest image(Map<String, String> annotations, @Nullable Descriptor subject) {
    return new Manifest(
        null,
        Descriptor.of(CONFIG),
        List.of(Descriptor.of(BLOB)),
        subject,
        new TreeMap<>(annotations));
  }

  private void pushParts() {
    pushBlob(ONE, "layer");
    pushBlob(ONE, "{}");
  }

  private Served served(RepositoryName repository) {
    return new Served(pointers, repository);
  }

  private static void assertRefused(ThrowingCallable call, int status, String code, String reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.getMessage()).contains(reason);
            });
  }

  @Test
  void storesABlobByItsDigestAndLinksIt() {
    pushBlob(ONE, "layer");

    assertThat(store.size(BLOB.digest())).hasValue(5);
    assertThat(served(ONE).blob(BLOB.digest())).hasValue(5);
    assertThat(served(OTHER).blob(BLOB.digest())).isEmpty();
  }

  @Test
  void storesNothingOfABlobWithAnotherDigest() {
    assertRefused(
        () ->
            call(
                new PushCall.Begin(ONE, BLOB.digest(), null, null),
                "lie".getBytes(UTF_8),
                Set.of()),
        400,
        "DIGEST_INVALID",
        "REG-024");

    assertThat(pointers.list("pushed/", null, 10)).isEmpty();
    assertThat(store.size(BLOB.digest())).isEmpty();
    assertThat(store.size(Digest.of("lie".getBytes(UTF_8)))).isEmpty();
  }

  @Test
  void leavesNothingOfABlobInOneRequestThatWasCut() throws IOException {
    PushCall call = new PushCall.Begin(ONE, BLOB.digest(), null, null);

    assertThatThrownBy(() -> api.answer(call, PushApiTest::cut, any -> true))
        .isInstanceOf(IOException.class);

    try (Stream<Path> left = Files.list(folder.resolve("uploads"))) {
      assertThat(left).isEmpty();
    }
  }

  private static InputStream cut() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("cut");
      }
    };
  }

  @Test
  void mountsABlobOnlyFromWhereItIsLinkedAndTheCallerMayPull() {
    pushBlob(ONE, "layer");
    PushCall mount = new PushCall.Begin(OTHER, null, BLOB.digest(), ONE);

    Answer notHis = call(mount, new byte[0], Set.of(OTHER));
    Answer notThere =
        call(new PushCall.Begin(OTHER, null, BLOB.digest(), LINE), new byte[0], Set.of(LINE));
    Answer nowhere =
        call(new PushCall.Begin(OTHER, null, BLOB.digest(), null), new byte[0], Set.of(ONE));

    for (Answer answer : List.of(notHis, notThere, nowhere)) {
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.headers().get("Location")).contains("/blobs/uploads/");
    }
    assertThat(served(OTHER).blob(BLOB.digest())).isEmpty();

    assertThat(call(mount, new byte[0], Set.of(ONE)).status()).isEqualTo(201);
    assertThat(served(OTHER).blob(BLOB.digest())).hasValue(5);
  }

  @Test
  void mountsWhatTheLinePublished() {
    PushCall mount = new PushCall.Begin(ONE, null, RELEASE.digest(), LINE);

    assertThat(call(mount, new byte[0], Set.of(LINE)).status()).isEqualTo(201);
    assertThat(served(ONE).blob(RELEASE.digest())).hasValue(RELEASE.size());
  }

  @Test
  void takesAManifestByTagAndByDigest() {
    pushParts();
    Manifest image = image(Map.of(), null);

    Answer answer = put(ONE, "v1", image);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers())
        .containsEntry("Location", "/v2/mirror/one/manifests/" + image.artifact().digest())
        .containsEntry("Docker-Content-Digest", image.artifact().digest().toString())
        .doesNotContainKey("OCI-Subject");
    assertThat(served(ONE).tag(new Tag("v1"))).contains(image.artifact().digest());
    assertThat(served(ONE).manifest(image.artifact().digest())).contains(image.artifact());
    assertThat(put(ONE, image.artifact().digest().toString(), image).status()).isEqualTo(201);
  }

  @Test
  void refusesAManifestWhosePartsAreAnotherRepositorys() {
    pushParts();
    Manifest image = image(Map.of(), null);

    assertRefused(() -> put(OTHER, "v1", image), 400, "MANIFEST_BLOB_UNKNOWN", "REG-023");

    assertThat(pointers.list("pushed/mirror/other/", null, 10)).isEmpty();
    assertThat(store.size(image.artifact().digest())).isEmpty();
  }

  @Test
  void refusesAnIndexWhoseChildIsNotThere() {
    pushParts();
    Artifact image = image(Map.of(), null).artifact();
    ImageIndex index = new ImageIndex(null, List.of(Descriptor.of(image)), null, new TreeMap<>());

    assertRefused(() -> put(ONE, "v1", index), 400, "MANIFEST_BLOB_UNKNOWN", "REG-023");

    put(ONE, image.digest().toString(), image(Map.of(), null));
    assertThat(put(ONE, "v1", index).status()).isEqualTo(201);
  }

  @Test
  void refusesAManifestThatSaysAnotherSizeOfAPart() {
    pushParts();
    Manifest image =
        new Manifest(
            null,
            Descriptor.of(CONFIG),
            List.of(Descriptor.of(new Artifact(BLOB.digest(), "x/layer", 6))),
            null,
            new TreeMap<>());

    assertRefused(() -> put(ONE, "v1", image), 400, "MANIFEST_INVALID", "REG-022");
  }

  @Test
  void refusesAManifestOverFourMebibytes() {
    pushParts();
    int most = 4 << 20;
    int rest = most - image(Map.of("k", ""), null).bytes().length;

    assertThat(put(ONE, "v1", image(Map.of("k", "x".repeat(rest)), null)).status()).isEqualTo(201);
    assertRefused(
        () -> put(ONE, "v2", image(Map.of("k", "x".repeat(rest + 1)), null)),
        413,
        "SIZE_INVALID",
        "REG-021");
    assertThat(served(ONE).tag(new Tag("v2"))).isEmpty();
  }

  @Test
  void refusesAManifestThatIsNotWhatItsDigestSays() {
    pushParts();

    assertRefused(
        () -> put(ONE, BLOB.digest().toString(), image(Map.of(), null)),
        400,
        "DIGEST_INVALID",
        "REG-024");
    assertRefused(
        () -> put(ONE, "no:tag", image(Map.of(), null)), 400, "MANIFEST_INVALID", "REG-022");
    assertThat(pointers.list("pushed/mirror/one/_manifests/", null, 10)).isEmpty();
  }

  @Test
  void listsAReferrerWhetherItsSubjectIsThereOrNot() {
    pushParts();
    Descriptor absent = Descriptor.of(Artifact.of("none".getBytes(UTF_8), OciMediaTypes.MANIFEST));
    Manifest referrer = image(Map.of("k", "v"), absent);

    Answer answer = put(ONE, referrer.artifact().digest().toString(), referrer);

    assertThat(answer.headers()).containsEntry("OCI-Subject", absent.digest().toString());
    assertThat(served(ONE).referrers(absent.digest(), null, 10))
        .singleElement()
        .satisfies(listed -> {
          assertThat(listed.digest()).isEqualTo(referrer.artifact().digest());
          assertThat(listed.artifactType()).isEqualTo("x/config");
          assertThat(listed.annotations()).containsEntry("k", "v");
        });

    call(new PushCall.DeleteManifest(ONE, referrer.artifact().digest().toString()));
    assertThat(served(ONE).referrers(absent.digest(), null, 10)).isEmpty();
  }

  @Test
  void refusesAReferrerThatWouldFillEachList() {
    pushParts();
    Descriptor subject = Descriptor.of(Artifact.of("none".getBytes(UTF_8), OciMediaTypes.MANIFEST));

    assertRefused(
        () -> put(ONE, "v1", image(Map.of("k", "x".repeat(70_000)), subject)),
        400,
        "MANIFEST_INVALID",
        "annotations");
  }

  @Test
  void deletesATagAloneOrAManifestWithItsTags() {
    pushParts();
    Manifest image = image(Map.of(), null);
    put(ONE, "v1", image);
    put(ONE, "v2", image);
    put(ONE, "v3", image(Map.of("k", "v"), null));

    assertThat(call(new PushCall.DeleteManifest(ONE, "v1")).status()).isEqualTo(202);
    assertThat(served(ONE).tags(null, 10)).containsExactly(new Tag("v2"), new Tag("v3"));
    assertThat(served(ONE).manifest(image.artifact().digest())).isPresent();

    call(new PushCall.DeleteManifest(ONE, image.artifact().digest().toString()));
    assertThat(served(ONE).tags(null, 10)).containsExactly(new Tag("v3"));
    assertThat(served(ONE).manifest(image.artifact().digest())).isEmpty();
    assertRefused(
        () -> call(new PushCall.DeleteManifest(ONE, "v1")), 404, "MANIFEST_UNKNOWN", "v1");
  }

  @Test
  void deletesTheRepositorysLinkToABlobAndNoBytes() {
    pushBlob(ONE, "layer");
    pushBlob(OTHER, "layer");

    assertThat(call(new PushCall.DeleteBlob(ONE, BLOB.digest())).status()).isEqualTo(202);

    assertThat(served(ONE).blob(BLOB.digest())).isEmpty();
    assertThat(served(OTHER).blob(BLOB.digest())).hasValue(5);
    assertThat(store.size(BLOB.digest())).hasValue(5);
    assertRefused(
        () -> call(new PushCall.DeleteBlob(ONE, BLOB.digest())), 404, "BLOB_UNKNOWN", "blob");
  }

  static Stream<PushCall> changes() {
    return Stream.of(
        new PushCall.Begin(LINE, null, null, null),
        new PushCall.Begin(LINE, BLOB.digest(), null, null),
        new PushCall.Begin(LINE, null, BLOB.digest(), ONE),
        new PushCall.PutManifest(LINE, "v1.0.0", OciMediaTypes.MANIFEST),
        new PushCall.PutManifest(LINE, "mine", OciMediaTypes.MANIFEST),
        new PushCall.DeleteManifest(LINE, "v1.0.0"),
        new PushCall.DeleteManifest(LINE, RELEASE.digest().toString()),
        new PushCall.DeleteBlob(LINE, RELEASE.digest()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void changesNothingWhereTheLinePublishes(PushCall call) {
    pushBlob(ONE, "layer");
    List<String> before = pointers.list("", null, 100);

    assertRefused(() -> call(call), 403, "DENIED", "REG-020");

    assertThat(pointers.list("", null, 100)).isEqualTo(before);
  }

  @Test
  void letsNoLinkOfAPushStandBeforeTheLines() {
    // As it would be if a push had begun before the line published.
    Repository pushed = Repository.pushed(pointers, LINE);
    pushed.linkManifest(BLOB);
    pushed.moveTag(new Tag("v1.0.0"), BLOB.digest());
    pushed.moveTag(new Tag("a"), BLOB.digest());

    assertThat(served(LINE).tag(new Tag("v1.0.0"))).contains(RELEASE.digest());
    assertThat(served(LINE).tags(null, 10)).containsExactly(new Tag("a"), new Tag("v1.0.0"));
    assertThat(served(LINE).tags("a", 10)).containsExactly(new Tag("v1.0.0"));
    assertThat(served(LINE).tags(null, 1)).containsExactly(new Tag("a"));
  }

  @Test
  void givesATagThatTwoRaceForToOneOfThemWhole() throws InterruptedException {
    pushParts();
    List<Manifest> images =
        Stream.of("a", "b", "c", "d").map(by -> image(Map.of("by", by), null)).toList();

    List<Thread> threads =
        images.stream().map(i -> Thread.ofVirtual().start(() -> put(ONE, "v1", i))).toList();
    for (Thread thread : threads) {
      thread.join();
    }

    Digest winner = served(ONE).tag(new Tag("v1")).orElseThrow();
    assertThat(images.stream().map(i -> i.artifact().digest())).contains(winner);
    for (Manifest image : images) {
      assertThat(served(ONE).manifest(image.artifact().digest())).contains(image.artifact());
      assertThat(store.read(image.artifact().digest(), 1 << 20)).isEqualTo(image.bytes());
    }
  }
}
