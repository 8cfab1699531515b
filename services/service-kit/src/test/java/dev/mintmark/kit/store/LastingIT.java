package dev.mintmark.kit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who relies on what is there, and who removes it. */
class LastingIT {
  private static final Duration OLD = Lasting.YOUNG.plusHours(1);

  @TempDir static Path folder;
  private static EmbeddedStack stack;
  private static S3ArtifactStore store;
  private static Inventory inventory;

  @BeforeAll
  static void start() throws Exception {
    stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.S3));
    S3Objects objects = new S3Objects(S3Stores.config(stack), "");
    store =
        new S3ArtifactStore(
            objects,
            Lasting.renewed(objects, Clock.systemUTC(), Duration.ZERO),
            folder.resolve("work"));
    inventory = new S3Inventory(S3Objects.once(S3Stores.config(stack)));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @AfterEach
  void end() {
    inventory.endRemoving();
  }

  @Test
  void whatIsPutAgainIsYoungAgain() throws IOException {
    Artifact artifact = aged("put again");

    store.put("put again".getBytes(UTF_8), "text/plain");

    assertYoung(artifact);
  }

  @Test
  void whatIsReusedIsYoungAgainAndHasItsBytes() throws IOException {
    Artifact artifact = aged("reused");

    assertThat(store.reuse(artifact.digest())).hasValue(artifact.size());

    assertYoung(artifact);
    assertThat(store.read(artifact.digest(), 100)).asString().isEqualTo("reused");
  }

  @Test
  void whatIsOnlyLookedAtStaysOld() throws IOException {
    Artifact artifact = aged("looked at");

    assertThat(store.size(artifact.digest())).isPresent();

    assertThat(inventory.modified(artifact.digest()).orElseThrow())
        .isBefore(Instant.now().minus(Lasting.YOUNG));
  }

  @Test
  void whatIsNotThereIsNotReused() {
    assertThat(store.reuse(Digest.of("nobody put this".getBytes(UTF_8)))).isEmpty();
  }

  @Test
  void nobodyReliesOnWhatIsThereWhileArtifactsAreRemoved() throws IOException {
    Artifact artifact = aged("being removed");
    inventory.beginRemoving();

    assertThatThrownBy(() -> store.reuse(artifact.digest()))
        .isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> store.put("being removed".getBytes(UTF_8), "text/plain"))
        .isInstanceOf(UnavailableException.class);
    store.put("new all the same".getBytes(UTF_8), "text/plain");

    inventory.remove(artifact.digest());
    inventory.endRemoving();
    assertThat(store.reuse(artifact.digest())).isEmpty();
    store.put("being removed".getBytes(UTF_8), "text/plain");
    assertThat(store.reuse(artifact.digest())).isPresent();
  }

  @Test
  void waitsForARemovalToEnd() throws IOException {
    Artifact artifact = aged("waited for");
    S3Objects objects = new S3Objects(S3Stores.config(stack), "");
    inventory.beginRemoving();

    long size =
        Lasting.renewed(objects, Clock.systemUTC(), Duration.ofMinutes(1))
            .look(
                artifact.digest(),
                () -> {
                  objects.renew(S3ArtifactStore.key(artifact.digest()), "any/type");
                  inventory.endRemoving();
                })
            .orElseThrow();

    assertThat(size).isEqualTo(artifact.size());
    assertYoung(artifact);
  }

  @Test
  void aDamagedArtifactThatWasRemovedCountsAsDamagedNoMore() {
    Artifact artifact = store.put("damaged once".getBytes(UTF_8), "text/plain");
    S3Objects objects = new S3Objects(S3Stores.config(stack), "");
    objects.put(Damage.mark(artifact.digest()), new byte[0], "any/type");

    inventory.remove(artifact.digest());
    store.put("damaged once".getBytes(UTF_8), "text/plain");

    assertThat(store.size(artifact.digest())).isPresent();
  }

  @Test
  void listsEveryArtifactOnce() {
    Artifact artifact = store.put("listed".getBytes(UTF_8), "text/plain");
    List<Inventory.Item> found = new ArrayList<>();
    for (int share = 0; share < Inventory.SHARES; share++) {
      inventory.list(share, found::add);
    }

    assertThat(found).extracting(Inventory.Item::digest).doesNotHaveDuplicates();
    assertThat(found)
        .filteredOn(item -> item.digest().equals(artifact.digest()))
        .singleElement()
        .satisfies(item -> {
          assertThat(item.size()).isEqualTo(6);
          assertThat(item.modified()).isAfter(Instant.now().minus(Lasting.YOUNG));
        });
  }

  private static Artifact aged(String text) throws IOException {
    Artifact artifact = store.put(text.getBytes(UTF_8), "text/plain");
    try (Stream<Path> files = Files.walk(folder)) {
      Path file =
          files
              .filter(path -> path.getFileName().toString().equals(artifact.digest().hex()))
              .findFirst()
              .orElseThrow();
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(OLD)));
    }
    assertThat(inventory.modified(artifact.digest()).orElseThrow())
        .isBefore(Instant.now().minus(Lasting.YOUNG));
    return artifact;
  }

  private static void assertYoung(Artifact artifact) {
    assertThat(inventory.modified(artifact.digest()).orElseThrow())
        .isAfter(Instant.now().minus(Duration.ofMinutes(10)));
  }
}
