package dev.mintmark.registry.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.registry.serve.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
  private static final RepositoryName REPOSITORY = new RepositoryName("mirror/one");
  private static final Limits LIMITS = new Limits(20, 2, Duration.ofHours(1));

  @TempDir Path folder;
  private final List<String> promoted = new ArrayList<>();
  private Uploads uploads;

  @BeforeEach
  void start() {
    uploads = uploads(Clock.systemUTC());
  }

  private Uploads uploads(Clock clock) {
    return new Uploads(folder, LIMITS, clock);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  /** Sends the text, then breaks off. */
  private static InputStream cutAfter(String text) {
    return new SequenceInputStream(
        bytes(text),
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("cut");
          }
        });
  }

  private long append(UploadId id, @Nullable ChunkRange range, String text) throws IOException {
    return uploads.append(id, REPOSITORY, range, bytes(text));
  }

  private void finish(UploadId id, String rest, String whole) throws IOException {
    uploads.finish(
        id, REPOSITORY, null, bytes(rest), Digest.of(whole.getBytes(UTF_8)), this::promote);
  }

  private void promote(Path file) {
    try {
      promoted.add(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void assertRefused(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.getMessage()).contains(code);
            });
  }

  @Test
  void takesABlobPieceByPieceAndLeavesNothingBehind() throws IOException {
    UploadId id = uploads.begin(REPOSITORY);

    assertThat(append(id, new ChunkRange(0, 3), "abcd")).isEqualTo(4);
    assertThat(append(id, null, "ef")).isEqualTo(6);
    finish(id, "gh", "abcdefgh");

    assertThat(promoted).containsExactly("abcdefgh");
    assertThat(left()).isEmpty();
    assertRefused(() -> uploads.size(id, REPOSITORY), 404, "REG-026");
  }

  @Test
  void goesOnAfterARestart() throws IOException {
    UploadId id = uploads.begin(REPOSITORY);
    append(id, null, "abcd");

    start();

    assertThat(uploads.size(id, REPOSITORY)).isEqualTo(4);
    finish(id, "efgh", "abcdefgh");
    assertThat(promoted).containsExactly("abcdefgh");
  }

  @Test
  void goesOnWhereTheSenderBrokeOff() throws IOException {
    UploadId id = uploads.begin(REPOSITORY);

    assertThatThrownBy(() -> uploads.append(id, REPOSITORY, new ChunkRange(0, 7), cutAfter("abc")))
        .isInstanceOf(IOException.class);

    assertThat(uploads.size(id, REPOSITORY)).isEqualTo(3);
    append(id, new ChunkRange(3, 7), "defgh");
    finish(id, "", "abcdefgh");
    assertThat(promoted).containsExactly("abcdefgh");
  }

  @Test
  void refusesAPieceOutOfOrder() throws IOException {
    UploadId id = uploads.begin(REPOSITORY);
    append(id, new ChunkRange(0, 3), "abcd");

    assertRefused(() -> append(id, new ChunkRange(8, 11), "ijkl"), 416, "REG-025");
    assertRefused(() -> append(id, new ChunkRange(0, 3), "abcd"), 416, "REG-025");

    finish(id, "efgh", "abcdefgh");
    assertThat(promoted).containsExactly("abcdefgh");
  }

  @Test
  void refusesAPieceThatIsNotAsLongAsItsRange() throws IOException {
    UploadId id = uploads.begin(REPOSITORY);
    append(id, null, "abcd");

    assertRefused(() -> append(id, new ChunkRange(4, 7), "ef"), 400, "REG-025");
    assertRefused(() -> append(id, new ChunkRange(4, 7), "efghi"), 400, "REG-025");

    assertThat(uploads.size(id, REPOSITORY)).isEqualTo(4);
    finish(id, "efgh", "abcdefgh");
    assertThat(promoted).containsExactly("abcdefgh");
  }

  @Test
  void promotesNothingThatHasAnotherDigest() throws IOException {
    UploadId id = uploads.begin(REPOSITORY);
    append(id, null, "abcd");

    assertRefused(() -> finish(id, "", "abce"), 400, "REG-024");

    assertThat(promoted).isEmpty();
    assertThat(left()).isEmpty();
  }

  @Test
  void keepsTheUploadWhereItCannotBePromoted() throws IOException {
    UploadId id = uploads.begin(REPOSITORY);
    append(id, null, "abcd");
    Digest whole = Digest.of("abcdef".getBytes(UTF_8));

    assertThatThrownBy(() ->
            uploads.finish(
                id,
                REPOSITORY,
                null,
                bytes("ef"),
                whole,
                file -> {
                  throw new IllegalStateException("the store is away");
                }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(uploads.size(id, REPOSITORY)).isEqualTo(4);
    finish(id, "ef", "abcdef");
    assertThat(promoted).containsExactly("abcdef");
  }

  @Test
  void refusesABlobOverTheLimit() throws IOException {
    UploadId id = uploads.begin(REPOSITORY);

    assertRefused(() -> append(id, null, "x".repeat(21)), 413, "REG-027");

    assertThat(left()).isEmpty();
  }

  @Test
  void takesABlobOfTheLimit() throws IOException {
    UploadId id = uploads.begin(REPOSITORY);
    append(id, null, "x".repeat(20));
    finish(id, "", "x".repeat(20));

    assertThat(promoted).containsExactly("x".repeat(20));
  }

  @Test
  void boundsHowManyAreOpenAndGivesUpOldOnes() throws IOException {
    UploadId first = uploads.begin(REPOSITORY);
    uploads.begin(REPOSITORY);
    assertRefused(() -> uploads.begin(REPOSITORY), 429, "REG-027");

    Clock later = Clock.fixed(Instant.now().plus(Duration.ofHours(2)), ZoneOffset.UTC);
    UploadId third = uploads(later).begin(REPOSITORY);

    assertThat(uploads.size(third, REPOSITORY)).isZero();
    assertRefused(() -> uploads.size(first, REPOSITORY), 404, "REG-026");
  }

  /** It may wait for long until the store has taken its last byte. */
  @Test
  void givesUpNoneThatIsWorkedOn() throws IOException {
    Clock later = Clock.fixed(Instant.now().plus(Duration.ofHours(2)), ZoneOffset.UTC);
    uploads = uploads(later);
    UploadId first = uploads.begin(REPOSITORY);
    UploadId second = uploads.begin(REPOSITORY);
    byte[] whole = "abcd".getBytes(UTF_8);

    uploads.finish(
        first,
        REPOSITORY,
        null,
        bytes("abcd"),
        Digest.of(whole),
        file -> {
          // Another request; a lock is its thread's own.
          UploadId third = CompletableFuture.supplyAsync(() -> uploads.begin(REPOSITORY)).join();
          assertThat(uploads.size(third, REPOSITORY)).isZero();
          assertRefused(() -> uploads.size(second, REPOSITORY), 404, "REG-026");
          promote(file);
        });

    assertThat(promoted).containsExactly("abcd");
  }

  @Test
  void removesWhatAnOlderVersionLeft() throws IOException {
    Path part = Files.createFile(folder.resolve(UploadId.random() + ".part"));
    Path note = Files.createFile(folder.resolve(UploadId.random() + ".repository"));
    UploadId own = uploads.begin(REPOSITORY);

    uploads = uploads(Clock.systemUTC());

    assertThat(part).doesNotExist();
    assertThat(note).doesNotExist();
    assertThat(uploads.size(own, REPOSITORY)).isZero();
  }

  @Test
  void knowsAnUploadInItsOwnRepositoryOnly() {
    UploadId id = uploads.begin(REPOSITORY);

    assertRefused(() -> uploads.size(id, new RepositoryName("mirror/other")), 404, "REG-026");
    assertRefused(() -> uploads.size(UploadId.random(), REPOSITORY), 404, "REG-026");
  }

  @Test
  void forgetsWhatIsCancelled() throws IOException {
    UploadId id = uploads.begin(REPOSITORY);
    append(id, null, "abcd");

    uploads.cancel(id, REPOSITORY);

    assertThat(left()).isEmpty();
    assertRefused(() -> append(id, null, "ef"), 404, "REG-026");
  }

  @Test
  void letsOneRequestWorkOnAnUploadAtATime() throws Exception {
    UploadId id = uploads.begin(REPOSITORY);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread slow =
        Thread.ofVirtual()
            .start(() -> {
              try {
                uploads.append(
                    id,
                    REPOSITORY,
                    null,
                    new InputStream() {
                      private boolean sent;

                      @Override
                      public int read() {
                        begun.countDown();
                        await(goOn);
                        boolean end = sent;
                        sent = true;
                        return end ? -1 : 'a';
                      }
                    });
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    await(begun);

    assertRefused(() -> append(id, null, "b"), 409, "REG-028");

    goOn.countDown();
    slow.join();
    finish(id, "b", "ab");
    assertThat(promoted).containsExactly("ab");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
