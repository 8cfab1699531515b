package dev.mintmark.registry.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.registry.serve.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ManifestPushTest extends PushFixture {
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
