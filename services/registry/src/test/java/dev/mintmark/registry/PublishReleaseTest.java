package dev.mintmark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.kit.store.UnavailableException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.registry.link.Repository;
import dev.mintmark.registry.publish.PublishRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PublishReleaseTest {
  private static final RepositoryName NAME = new RepositoryName("vision/face-detect");
  private static final ReleaseId ID = new ReleaseId("face-detect", "v1.0.0");
  private static final Tag TAG = new Tag("v1.0.0");

  @TempDir Path folder;
  private ArtifactStore store;
  private FailingPointers pointers;
  private Release release;
  private Repository repository;

  /** Pointers that note every write, and fail before a chosen one as a killed process would. */
  private static final class FailingPointers implements Pointers {
    private final Pointers real = new MemoryPointers();
    private final List<String> written = new ArrayList<>();
    private int writesLeft = Integer.MAX_VALUE;

    private void write(String key) {
      if (writesLeft-- == 0) {
        throw new UnavailableException("killed", new IOException());
      }
      written.add(key);
    }

    @Override
    public boolean create(String key, byte[] value) {
      write(key);
      return real.create(key, value);
    }

    @Override
    public Optional<byte[]> read(String key) {
      return real.read(key);
    }

    @Override
    public void remove(String key) {
      real.remove(key);
    }

    @Override
    public void write(String key, byte[] value) {
      write(key);
      real.write(key, value);
    }

    @Override
    public List<String> list(String prefix, @Nullable String after, int max) {
      return real.list(prefix, after, max);
    }

    Map<String, String> all() {
      Map<String, String> all = new TreeMap<>();
      list("", null, Integer.MAX_VALUE)
          .forEach(key -> all.put(key, new String(read(key).orElseThrow(), UTF_8)));
      return all;
    }
  }

  @BeforeEach
  void setUp() {
    store = new FolderArtifactStore(folder);
    pointers = new FailingPointers();
    release = new Release(store, ID);
    repository = new Repository(pointers, NAME);
  }

  private ReleasePublished publish(Release what) {
    return switch (new PublishRelease(store, pointers).apply(what.incoming())) {
      case Outcome.Produced<ReleasePublished>(ReleasePublished published) -> published;
      case Outcome<ReleasePublished> other -> throw new AssertionError("not published: " + other);
    };
  }

  @Test
  void makesEverythingOfTheReleaseVisible() {
    ReleasePublished published = publish(release);

    assertThat(published.getRepository()).isEqualTo("vision/face-detect");
    assertThat(published.getTag()).isEqualTo("v1.0.0");
    assertThat(published.getTargets()).containsExactly("cpu-amd64", "cpu-arm64");
    assertThat(repository.tag(TAG)).contains(release.index.digest());
    assertThat(release.objects)
        .allSatisfy(object -> {
          Artifact manifest = ArtifactReferences.toArtifact(object.getManifest());
          assertThat(repository.manifest(manifest.digest())).contains(manifest);
          assertThat(object.getBlobs())
              .allSatisfy(blob ->
                  assertThat(repository.blob(Digest.parse(blob.getDigest())))
                      .hasValue(blob.getSize()));
        });
  }

  @Test
  void listsWhatRefersToTheIndexWithTypeAndAnnotations() {
    publish(release);

    assertThat(repository.referrers(release.index.digest(), null, 10))
        .extracting(d -> d.artifactType() + " " + d.annotations().get("is"))
        .containsExactlyInAnyOrder(
            Release.SIGNATURE + " signature", Release.SIGNATURE + " simple signing");
    assertThat(repository.tags(null, 10))
        .extracting(Tag::value)
        .containsExactly("sha256-" + release.index.digest().hex() + ".sig", "v1.0.0");
  }

  @Test
  void linksFromTheLeavesUpAndTheTagLast() {
    publish(release);

    List<String> written = pointers.written;
    assertThat(written.getLast()).isEqualTo("registry/vision/face-detect/_tags/v1.0.0");
    for (PublishedObject object : release.objects) {
      int manifest = written.indexOf(key("_manifests/", object.getManifest()));
      for (ArtifactReference blob : object.getBlobs()) {
        assertThat(written.indexOf(key("_blobs/", blob))).isBetween(0, manifest);
      }
    }
    String index = key("_manifests/", ArtifactReferences.toReference(release.index));
    assertThat(release.images.values())
        .allSatisfy(image ->
            assertThat(written.indexOf(key("_manifests/", ArtifactReferences.toReference(image))))
                .isBetween(0, written.indexOf(index)));
  }

  private static String key(String kind, ArtifactReference artifact) {
    return "registry/vision/face-detect/" + kind + Digest.parse(artifact.getDigest()).hex();
  }

  @Test
  void endsInTheSameStateWhereverItWasKilledAndShowsNoTagBefore() {
    ReleasePublished event = publish(release);
    Map<String, String> whole = pointers.all();
    int writes = pointers.written.size();

    for (int killedAt = 0; killedAt < writes; killedAt++) {
      pointers = new FailingPointers();
      pointers.writesLeft = killedAt;
      assertThatThrownBy(() -> publish(release)).isInstanceOf(UnavailableException.class);
      assertThat(new Repository(pointers, NAME).tag(TAG)).isEmpty();

      pointers.writesLeft = Integer.MAX_VALUE;
      assertThat(publish(release)).isEqualTo(event);
      assertThat(pointers.all()).isEqualTo(whole);
    }
  }

  @Test
  void changesNothingWhenItIsPublishedAgain() {
    ReleasePublished first = publish(release);
    Map<String, String> whole = pointers.all();

    assertThat(publish(release)).isEqualTo(first);
    assertThat(pointers.all()).isEqualTo(whole);
  }

  @Test
  void neverMovesAReleasesTag() {
    publish(release);
    Map<String, String> whole = pointers.all();
    Release other = new Release(store, new ReleaseId("other-name", "v1.0.0"));

    assertThatThrownBy(() -> publish(other))
        .hasMessageContaining("vision/face-detect:v1.0.0")
        .hasMessageContaining("REG-007");
    assertThat(pointers.all()).isEqualTo(whole);
  }

  @Test
  void letsASignatureTagNameTheNewestSignature() {
    publish(release);
    Release next = new Release(store, new ReleaseId("face-detect", "v1.0.1"));
    String shared = "sha256-" + release.images.values().iterator().next().digest().hex() + ".sig";
    Artifact image = next.images.values().iterator().next();
    next.attach(Release.SIGNATURE, image, "older", shared);
    Artifact newer = next.attach(Release.SIGNATURE, image, "newer", shared);

    publish(next);

    assertThat(repository.tag(new Tag(shared))).contains(newer.digest());
  }

  private static Arguments row(String name, String code, String names, Consumer<Release> change) {
    return arguments(name, code, names, change);
  }

  private static PublishedObject.Builder change(Release release, int number) {
    return PublishedObject.newBuilder(release.objects.get(number));
  }

  static Stream<Arguments> changes() {
    byte[] text = "text".getBytes(UTF_8);
    ArtifactReference absent =
        ArtifactReferences.toReference(Artifact.of(text, MediaTypes.OCTET_STREAM));
    return Stream.of(
        row("a repository with a host", "REG-001", "host:5000", r -> r.repository = "host:5000/x"),
        row("a malformed tag", "REG-001", "../v1", r -> r.tag = "../v1"),
        row(
            "an object that asks for the release's tag",
            "REG-001",
            "own tag",
            r -> r.objects.set(0, change(r, 0).setTag("v1.0.0").build())),
        row(
            "an object with a malformed tag",
            "REG-001",
            "not a tag",
            r -> r.objects.set(0, change(r, 0).setTag("a/b").build())),
        row(
            "a manifest that is not one",
            "REG-002",
            "OCI-005",
            r ->
                r.objects.set(
                    0,
                    change(r, 0)
                        .setManifest(
                            ArtifactReferences.toReference(
                                r.store.put(text, "application/vnd.oci.image.manifest.v1+json")))
                        .build())),
        row(
            "a manifest of another type",
            "REG-002",
            "text/html",
            r ->
                r.objects.set(
                    0,
                    change(r, 0)
                        .setManifest(ArtifactReferences.toReference(r.store.put(text, "text/html")))
                        .build())),
        row(
            "a manifest of another size",
            "REG-003",
            "announced were",
            r ->
                r.objects.set(
                    0,
                    change(r, 0)
                        .setManifest(
                            ArtifactReference.newBuilder(r.objects.get(0).getManifest())
                                .setSize(1)
                                .build())
                        .build())),
        row(
            "a blob that no manifest asks for",
            "REG-003",
            "needs the blobs",
            r -> {
              List<ArtifactReference> blobs = new ArrayList<>(r.objects.get(0).getBlobs());
              blobs.add(ArtifactReferences.toReference(r.store.put(text, MediaTypes.OCTET_STREAM)));
              r.objects.set(0, change(r, 0).setBlobs(blobs).build());
            }),
        row(
            "a blob too few",
            "REG-003",
            "needs the blobs",
            r -> r.objects.set(0, change(r, 0).setBlobs(List.of()).build())),
        row(
            "an index with blobs",
            "REG-003",
            "index",
            r -> r.objects.set(3, change(r, 3).setBlobs(List.of(absent)).build())),
        row(
            "another subject than the manifest's",
            "REG-003",
            "subject",
            r -> r.objects.set(4, change(r, 4).setSubject(null).build())),
        row(
            "a blob that is not stored",
            "REG-004",
            absent.getDigest(),
            r ->
                r.add(
                    Manifest.ofArtifact(
                        Release.SBOM,
                        List.of(Descriptor.of(ArtifactReferences.toArtifact(absent))),
                        null,
                        Map.of()),
                    null)),
        row(
            "a blob of another size",
            "REG-004",
            "announced were 5",
            r -> {
              r.store.put(text, Release.SBOM);
              Artifact longer = new Artifact(Digest.of(text), Release.SBOM, 5);
              r.add(
                  Manifest.ofArtifact(Release.SBOM, List.of(Descriptor.of(longer)), null, Map.of()),
                  null);
            }),
        row("an index before its images", "REG-005", "before it", r -> r.objects.remove(0)),
        row(
            "an SBOM of something else",
            "REG-005",
            Digest.of(text).toString(),
            r ->
                r.attach(
                    Release.SBOM,
                    Artifact.of(text, "application/vnd.oci.image.manifest.v1+json"),
                    "x",
                    null)),
        row(
            "no index",
            "REG-006",
            "not among",
            r ->
                r.index =
                    r.store.put(
                        new ImageIndex(null, List.of(), null, new TreeMap<>()).bytes(),
                        "application/vnd.oci.image.index.v1+json")),
        row(
            "an image in the index's place",
            "REG-006",
            "not among",
            r -> r.index = r.images.values().iterator().next()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void refusesAndShowsNothingOf(String name, String code, String names, Consumer<Release> change) {
    change.accept(release);

    assertThatThrownBy(() -> publish(release))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.refusal().code()).isEqualTo(code);
              assertThat(e.refusal().message()).contains(names);
            });
    assertThat(pointers.all()).isEmpty();
  }

  @Test
  void refusesAManifestThatIsDamagedInTheStore() throws IOException {
    Files.writeString(folder.resolve(release.index.digest().hex()), "{}");

    assertThatThrownBy(() -> publish(release)).hasMessageContaining("ART-002");
    assertThat(pointers.all()).isEmpty();
  }
}
