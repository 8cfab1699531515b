package dev.mintmark.registry.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.kit.store.UnavailableException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.registry.link.RepositoryLinks;
import dev.mintmark.registry.release.SmallRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PublishReleaseTest {
  private static final RepositoryName REPOSITORY = new RepositoryName(SmallRelease.REPOSITORY);

  @TempDir Path folder;
  private final RecordingPointers pointers = new RecordingPointers();
  private final RepositoryLinks links = new RepositoryLinks(pointers);
  private FolderArtifactStore store;
  private SmallRelease release;

  @BeforeEach
  void makeRelease() {
    store = new FolderArtifactStore(folder);
    release = new SmallRelease(store, "layer");
  }

  /** Pointers that tell in which order they were created, and that can break. */
  private static final class RecordingPointers implements Pointers {
    private final MemoryPointers kept = new MemoryPointers();
    private final List<String> created = new ArrayList<>();
    private int breakAfter = Integer.MAX_VALUE;

    @Override
    public boolean create(String key, byte[] value) {
      if (created.size() >= breakAfter) {
        throw new UnavailableException("down", new IOException("down"));
      }
      boolean fresh = kept.create(key, value);
      if (fresh) {
        created.add(key);
      }
      return fresh;
    }

    @Override
    public Optional<byte[]> read(String key) {
      return kept.read(key);
    }

    @Override
    public void write(String key, byte[] value) {
      throw new AssertionError("a link was overwritten: " + key);
    }

    @Override
    public List<String> list(String prefix, @Nullable String after, int max) {
      return kept.list(prefix, after, max);
    }
  }

  private Outcome<ReleasePublished> publish(Incoming<ReleaseSigned> signed) {
    return new PublishRelease(store, links).apply(signed);
  }

  @Test
  void makesTheTagVisibleLast() {
    publish(release.signed("v1.0.0"));

    assertThat(pointers.created).last().asString().endsWith("/_tags/v1.0.0");
    assertThat(links.tag(REPOSITORY, new Tag("v1.0.0"))).contains(release.index.digest());
    assertThat(links.blob(REPOSITORY, release.layer.digest())).isPresent();
    assertThat(links.referrers(REPOSITORY, release.index.digest(), 10))
        .containsExactly(release.signature.digest());
    assertThat(links.tag(REPOSITORY, new Tag("sha256-" + release.index.digest().hex() + ".sig")))
        .contains(release.signature.digest());
  }

  @Test
  void saysWhatIsVisible() {
    assertThat(publish(release.signed("v1.0.0")))
        .isInstanceOfSatisfying(
            Outcome.Produced.class,
            produced -> {
              ReleasePublished event = (ReleasePublished) produced.event();
              assertThat(event.getTag()).isEqualTo("v1.0.0");
              assertThat(event.getIndex().getDigest()).isEqualTo(release.index.digest().toString());
              assertThat(event.getTargets()).containsExactly("cpu-amd64");
            });
  }

  @Test
  void endsTheSameWhereverItBrokeBefore() {
    publish(release.signed("v1.0.0"));
    List<String> whole = List.copyOf(pointers.created);
    for (int links = 0; links < whole.size(); links++) {
      RecordingPointers broken = new RecordingPointers();
      PublishRelease publisher = new PublishRelease(store, new RepositoryLinks(broken));
      broken.breakAfter = links;
      assertThatThrownBy(() -> publisher.apply(release.signed("v1.0.0")))
          .isInstanceOf(UnavailableException.class);
      broken.breakAfter = Integer.MAX_VALUE;

      publisher.apply(release.signed("v1.0.0"));

      assertThat(broken.created).isEqualTo(whole);
    }
  }

  @Test
  void publishesTheSameReleaseAgainWithoutHarm() {
    publish(release.signed("v1.0.0"));

    assertThat(publish(release.signed("v1.0.0"))).isInstanceOf(Outcome.Produced.class);
  }

  @Test
  void neverMovesATag() {
    publish(release.signed("v1.0.0"));
    SmallRelease other = new SmallRelease(store, "other layer");

    assertRefused("REG-010", other.signed("v1.0.0"));
    assertThat(links.tag(REPOSITORY, new Tag("v1.0.0"))).contains(release.index.digest());
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        broken(
            "a manifest that is none",
            "REG-001",
            (release, store) -> {
              var junk = store.put("junk".getBytes(UTF_8), release.manifest.mediaType());
              release.objects.set(0, withManifest(release.objects.get(0), junk.digest(), 4));
            }),
        broken(
            "a manifest that is gone",
            "ART-001",
            (release, store) ->
                release.objects.set(
                    0, withManifest(release.objects.get(0), Digest.of(new byte[] {1}), 1))),
        broken(
            "a layer that is not listed",
            "REG-002",
            (release, store) ->
                release
                    .objects
                    .get(0)
                    .put("blobs", release.objects.get(0).getBlobs().subList(0, 1))),
        broken(
            "an image that is not listed",
            "REG-002",
            (release, store) -> release.objects.remove(0)),
        broken(
            "a layer of another size",
            "REG-003",
            (release, store) -> {
              ArtifactReference layer = release.objects.get(0).getBlobs().get(1);
              layer.put("size", layer.getSize() + 1);
            }),
        broken(
            "another subject",
            "REG-004",
            (release, store) ->
                release.objects.get(2).put("subject", release.manifest.digest().toString())),
        broken("no index", "REG-005", (release, store) -> release.objects.remove(1)));
  }

  private interface Change {
    void apply(SmallRelease release, FolderArtifactStore store);
  }

  private static Arguments broken(String what, String code, Change change) {
    return Arguments.of(what, code, change);
  }

  private static PublishedObject withManifest(PublishedObject object, Digest digest, long size) {
    ArtifactReference manifest =
        new ArtifactReference(digest.toString(), object.getManifest().getMediaType(), size);
    return PublishedObject.newBuilder(object).setManifest(manifest).build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void refusesBeforeAnyLinkIsWritten(String what, String code, Change change) {
    change.apply(release, store);

    assertRefused(code, release.signed("v1.0.0"));
    assertThat(pointers.created).as(what).isEmpty();
  }

  @Test
  void refusesADamagedManifest() throws IOException {
    Files.write(folder.resolve(release.manifest.digest().hex()), new byte[] {1});

    assertRefused("ART-002", release.signed("v1.0.0"));
  }

  private void assertRefused(String code, Incoming<ReleaseSigned> signed) {
    assertThatThrownBy(() -> publish(signed))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo(code));
  }
}
