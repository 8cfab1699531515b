package dev.mintmark.kit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What breaks on the way is not what is stored: nothing may happen to an intact object. */
class BrokenTransferTest {
  private static final byte[] BYTES = "as they were made".getBytes(UTF_8);
  private static final byte[] DAMAGED = "As they were made".getBytes(UTF_8);
  private static final Digest DIGEST = Digest.of(BYTES);
  private static final String KEY = S3ArtifactStore.key(DIGEST);
  private static final List<String> UNTOUCHED = List.of(KEY);

  @TempDir Path folder;
  private LyingS3 s3;
  private S3ArtifactStore store;
  private S3Pointers pointers;

  @BeforeEach
  void start() throws IOException {
    s3 = new LyingS3();
    S3Objects objects = new S3Objects(s3.config(), "");
    store = new S3ArtifactStore(objects, folder);
    pointers = new S3Pointers(objects);
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void leavesAnObjectAloneWhoseBytesArriveFlippedOnce() {
    store.put(BYTES, "text/plain");
    s3.lie(LyingS3.flipped(3));

    assertUnavailable(() -> store.read(DIGEST, 100));

    assertIntact();
  }

  @Test
  void leavesAnObjectAloneWhoseBytesArriveFlippedTwiceInDifferentPlaces() {
    store.put(BYTES, "text/plain");
    s3.lie(LyingS3.flipped(3), LyingS3.flipped(4));

    assertUnavailable(() -> store.read(DIGEST, 100));

    assertIntact();
  }

  @Test
  void leavesAnObjectAloneThatIsCutOffWhenItIsReadAgain() {
    store.put(BYTES, "text/plain");
    s3.lie(LyingS3.flipped(3), LyingS3.cut());

    assertUnavailable(() -> store.read(DIGEST, 100));

    assertIntact();
  }

  @Test
  void leavesAnObjectAloneThatArrivesFlippedWhenItIsPutAgain() {
    store.put(BYTES, "text/plain");
    s3.lie(LyingS3.flipped(0));

    store.put(BYTES, "text/plain");

    assertIntact();
  }

  @Test
  void leavesAnObjectAloneThatArrivesFlippedTwiceWhenItIsPutAgain() {
    store.put(BYTES, "text/plain");
    s3.lie(LyingS3.flipped(0), LyingS3.flipped(1));

    assertUnavailable(() -> store.put(BYTES, "text/plain"));

    assertIntact();
  }

  @Test
  void leavesAnObjectAloneThatIsCutOffWhenItIsPutAgain() {
    store.put(BYTES, "text/plain");
    s3.lie(LyingS3.cut());

    assertUnavailable(() -> store.put(BYTES, "text/plain"));

    assertIntact();
  }

  @Test
  void keepsEvidenceOfADamagedObjectAndTakesItAgain() throws IOException {
    s3.store(KEY, DAMAGED);

    assertRefused(() -> store.read(DIGEST, 100), "ART-002");
    assertThat(store.size(DIGEST)).as("so that it is sent again").isEmpty();
    assertRefused(() -> store.read(DIGEST, 100), "ART-002");
    store.receive(new ByteArrayInputStream(BYTES), DIGEST, BYTES.length, "text/plain");

    assertThat(store.read(DIGEST, 100)).isEqualTo(BYTES);
    assertThat(store.size(DIGEST)).hasValue(BYTES.length);
    assertThat(s3.keys()).containsExactly(Damage.evidence(DIGEST), KEY);
    assertThat(s3.stored(Damage.evidence(DIGEST))).isEqualTo(DAMAGED);
  }

  @Test
  void repairsADamagedObjectThatNobodyHasRead() {
    s3.store(KEY, DAMAGED);

    store.put(BYTES, "text/plain");

    assertThat(store.read(DIGEST, 100)).isEqualTo(BYTES);
    assertThat(s3.keys()).containsExactly(Damage.evidence(DIGEST), KEY);
  }

  @Test
  void losesNothingWhenADamagedObjectIsRepairedWhileItIsRead() {
    s3.store(KEY, DAMAGED);
    // A reader's first look has seen the damage; then a writer is faster than its second.
    s3.afterNextRead(() -> s3.store(KEY, BYTES));

    assertUnavailable(() -> store.read(DIGEST, 100));

    assertIntact();
  }

  @Test
  void takesAMarkBackThatAWriterWasFasterThan() {
    s3.store(KEY, DAMAGED);
    // After the reader's second look, while it sets the mark.
    s3.afterNextRead(() -> s3.afterNextRead(() -> s3.store(KEY, BYTES)));

    assertUnavailable(() -> store.read(DIGEST, 100));

    assertIntact();
  }

  @Test
  void takesNoPointerForAnotherWhenItArrivesFlipped() {
    assertThat(pointers.create("claims/a/v1", BYTES)).isTrue();
    s3.lie(LyingS3.flipped(2), LyingS3.cut());

    assertUnavailable(() -> pointers.read("claims/a/v1"));
    assertUnavailable(() -> pointers.read("claims/a/v1"));

    assertThat(pointers.read("claims/a/v1")).contains(BYTES);
  }

  @Test
  void readsAPointerWhoseWriterLeftNoDigest() {
    s3.store("claims/a/v1", BYTES);

    assertThat(pointers.read("claims/a/v1")).contains(BYTES);
  }

  @Test
  void readsBackWhatAServerDidNotCompare() throws IOException {
    Path file = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
    Digest digest = Digest.of(file);

    store.put(file, digest, "text/plain");

    assertThat(s3.reads()).as("after the look for what is there").isEqualTo(2);
    assertThat(store.size(digest)).hasValue((1 << 20) + 1);
  }

  @Test
  void doesNotTakeAFileForStoredThatArrivedFlipped() throws IOException {
    Path file = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
    s3.flipNextPut();

    assertUnavailable(() -> store.put(file, "text/plain"));
    store.put(file, "text/plain");

    assertThat(store.open(Digest.of(file)).readAllBytes()).isEqualTo(Files.readAllBytes(file));
  }

  private void assertIntact() {
    assertThat(s3.keys()).isEqualTo(UNTOUCHED);
    assertThat(s3.stored(KEY)).isEqualTo(BYTES);
    assertThat(store.size(DIGEST)).hasValue(BYTES.length);
    assertThat(store.read(DIGEST, 100)).isEqualTo(BYTES);
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(UnavailableException.class);
  }

  private static void assertRefused(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo(code));
  }
}
