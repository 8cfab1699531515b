package dev.mintmark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.release.v1.ReleaseRevoked;
import dev.mintmark.events.release.v1.ReleaseWithdrawn;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.registry.publish.PublishRelease;
import dev.mintmark.registry.publish.WithdrawRelease;
import dev.mintmark.registry.serve.Answer;
import dev.mintmark.registry.serve.Call;
import dev.mintmark.registry.serve.RegistryApi;
import dev.mintmark.registry.serve.RegistryException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revoked release is served no more, and what it shares with others still is. */
class WithdrawReleaseTest {
  private static final ReleaseId ID = new ReleaseId("face-detect", "v1.0.0");
  private static final RepositoryName NAME = new RepositoryName("vision/face-detect");

  @TempDir Path folder;
  private final MemoryPointers pointers = new MemoryPointers();
  private final RegistryApi api = new RegistryApi(pointers);
  private FolderArtifactStore store;
  private Release release;

  @BeforeEach
  void setUp() {
    store = new FolderArtifactStore(folder);
    release = new Release(store, ID);
  }

  @Test
  void neitherTheTagNorTheIndexIsServedAndBothSayWhy() {
    publish();
    assertThat(api.answer(manifest("v1.0.0")).status()).isEqualTo(200);

    ReleaseWithdrawn withdrawn = withdraw(release.index.digest().toString());

    assertThat(withdrawn.getTag()).isEqualTo("v1.0.0");
    assertGone("v1.0.0");
    assertGone(release.index.digest().toString());
    assertThat(tags()).doesNotContain("\"v1.0.0\"").contains(".sig");
  }

  @Test
  void anImageThatAnotherReleaseMayShareIsStillServed() {
    publish();
    withdraw(release.index.digest().toString());

    assertThat(release.images.values())
        .allSatisfy(image ->
            assertThat(api.answer(manifest(image.digest().toString())).status()).isEqualTo(200));
  }

  @Test
  void whatWasRevokedFirstIsNotPublishedAfterwards() {
    withdraw(null);

    assertThatThrownBy(this::publish)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("REG-012"));
    assertThatThrownBy(() -> api.answer(manifest("v1.0.0"))).isInstanceOf(RegistryException.class);
  }

  @Test
  void theSameRevocationAgainChangesNothing() {
    publish();

    assertThat(withdraw(release.index.digest().toString()))
        .isEqualTo(withdraw(release.index.digest().toString()));
  }

  @Test
  void refusesARevocationOfNoRepository() {
    assertThatThrownBy(() -> new WithdrawRelease(pointers).apply(revoked("../other", null)))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("REG-011"));
  }

  private void publish() {
    assertThat(new PublishRelease(store, pointers).apply(release.incoming()))
        .isInstanceOf(Outcome.Produced.class);
  }

  private ReleaseWithdrawn withdraw(@Nullable String index) {
    return switch (new WithdrawRelease(pointers).apply(revoked(NAME.value(), index))) {
      case Outcome.Produced<ReleaseWithdrawn>(ReleaseWithdrawn withdrawn) -> withdrawn;
      case Outcome<ReleaseWithdrawn> other -> throw new AssertionError("not withdrawn: " + other);
    };
  }

  private static Incoming<ReleaseRevoked> revoked(String repository, @Nullable String index) {
    String digest = Digest.of("x".getBytes(StandardCharsets.UTF_8)).toString();
    ReleaseRevoked event =
        new ReleaseRevoked(
            new HandOff(ID.name(), ID.version(), digest, digest),
            "misses faces at night",
            index,
            repository);
    return new Incoming<>(
        event, Digest.of(EventCodec.write(event)), ID, new Position("topic", 0, 0), "live");
  }

  private void assertGone(String reference) {
    assertThatThrownBy(() -> api.answer(manifest(reference)))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.status()).isEqualTo(404);
              assertThat(e.code()).isEqualTo("MANIFEST_UNKNOWN");
              assertThat(e)
                  .hasMessageContaining("misses faces at night")
                  .hasMessageContaining("REG-012");
            });
  }

  private String tags() {
    Answer answer = api.answer(new Call.TagsCall(NAME, 10, null));
    return answer.body() instanceof Answer.Bytes(byte[] bytes)
        ? new String(bytes, StandardCharsets.UTF_8)
        : "";
  }

  private static Call manifest(String reference) {
    return new Call.ManifestCall(NAME, reference);
  }
}
