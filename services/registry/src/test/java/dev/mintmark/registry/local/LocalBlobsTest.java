package dev.mintmark.registry.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobsTest {
  @TempDir Path folder;

  private LocalBlobs blobs(long most) {
    return new LocalBlobs(folder.resolve("copies"), most);
  }

  private Digest keep(LocalBlobs blobs, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("pushed"), text);
    Digest digest = Digest.of(file);
    blobs.keep(digest, file);
    return digest;
  }

  private static String read(FileChannel file) throws IOException {
    try (file) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      file.read(bytes);
      return new String(bytes.array(), UTF_8);
    }
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("copies"))) {
      return files.count();
    }
  }

  @Test
  void takesAFileOverAndGivesItsBytes() throws IOException {
    LocalBlobs blobs = blobs(100);

    Digest digest = keep(blobs, "kept");

    assertThat(folder.resolve("pushed")).doesNotExist();
    assertThat(read(blobs.open(digest).orElseThrow())).isEqualTo("kept");
    assertThat(blobs.open(Digest.of("other".getBytes(UTF_8)))).isEmpty();
  }

  /** A reader asks again behind the end, and closes in the end: neither is another copy's. */
  @Test
  void aCopyThatIsKeptEndsNoOtherOfTheSameBlob() throws IOException {
    LocalBlobs blobs = blobs(10);
    Digest digest = Digest.of("first".getBytes(UTF_8));
    Filling one = blobs.fill(digest, 5).orElseThrow();
    one.write("first".getBytes(UTF_8), 5);
    one.keep();
    assertThat(blobs.open(digest)).hasValueSatisfying(file -> assertThat(file.isOpen()).isTrue());
    keep(blobs, "ten bytes!");
    assertThat(blobs.open(digest)).as("it made room").isEmpty();
    Filling other = blobs.fill(digest, 5).orElseThrow();
    one.keep();
    one.close();

    assertThat(blobs.fill(digest, 5)).as("one is under way").isEmpty();
    other.close();
    assertThat(blobs.fill(digest, 5)).isPresent();
  }

  @Test
  void makesRoomWithWhatWasAskedForLeastRecently() throws IOException {
    LocalBlobs blobs = blobs(10);
    Digest first = keep(blobs, "first");
    Digest second = keep(blobs, "secnd");
    blobs.open(first).orElseThrow().close();

    Digest third = keep(blobs, "third");

    assertThat(blobs.open(second)).isEmpty();
    assertThat(read(blobs.open(first).orElseThrow())).isEqualTo("first");
    assertThat(read(blobs.open(third).orElseThrow())).isEqualTo("third");
    assertThat(files()).isEqualTo(2);
  }

  @Test
  void letsWhoeverReadsACopyReadItToItsEnd() throws IOException {
    LocalBlobs blobs = blobs(5);
    FileChannel reading = blobs.open(keep(blobs, "first")).orElseThrow();

    keep(blobs, "secnd");

    assertThat(read(reading)).isEqualTo("first");
  }

  @Test
  void leavesWhatHasNoRoomWhereItIs() throws IOException {
    LocalBlobs blobs = blobs(3);

    Digest digest = keep(blobs, "four");

    assertThat(folder.resolve("pushed")).hasContent("four");
    assertThat(blobs.open(digest)).isEmpty();
    assertThat(blobs.fill(digest, 4)).isEmpty();
  }

  @Test
  void countsAFileThatIsKeptAgainOnce() throws IOException {
    LocalBlobs blobs = blobs(10);
    Digest digest = keep(blobs, "first");
    keep(blobs, "first");

    keep(blobs, "secnd");

    assertThat(blobs.open(digest)).isPresent();
  }

  @Test
  void fillsACopyOnceAtATimeAndWithinItsRoom() {
    LocalBlobs blobs = blobs(10);
    Digest digest = Digest.of("one".getBytes(UTF_8));
    Digest other = Digest.of("other".getBytes(UTF_8));
    try (Filling first = blobs.fill(digest, 6).orElseThrow()) {
      assertThat(first).isNotNull();
      assertThat(blobs.fill(digest, 6)).as("it is being written").isEmpty();
      assertThat(blobs.fill(other, 6)).as("both have no room").isEmpty();
    }

    try (Filling next = blobs.fill(other, 6).orElseThrow()) {
      assertThat(next).isNotNull();
    }
  }

  @Test
  void keepsWhatWasFilledAndThrowsAwayWhatWasNot() throws IOException {
    LocalBlobs blobs = blobs(100);
    byte[] bytes = "filled".getBytes(UTF_8);
    Digest digest = Digest.of(bytes);
    try (Filling cut = blobs.fill(digest, bytes.length).orElseThrow()) {
      cut.write(bytes, 3);
    }
    assertThat(blobs.open(digest)).isEmpty();
    assertThat(files()).isZero();

    try (Filling whole = blobs.fill(digest, bytes.length).orElseThrow()) {
      whole.write(bytes, 3);
      whole.write("led".getBytes(UTF_8), 3);
      whole.keep();
    }

    assertThat(read(blobs.open(digest).orElseThrow())).isEqualTo("filled");
    assertThat(blobs.fill(digest, bytes.length)).isEmpty();
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void goesOnWithoutACopyThatSomebodyRemoved() throws IOException {
    LocalBlobs blobs = blobs(100);
    Digest digest = keep(blobs, "gone");
    Files.delete(folder.resolve("copies").resolve(digest.hex()));

    assertThat(blobs.open(digest)).isEmpty();
    assertThat(blobs.fill(digest, 4).map(Filling.class::isInstance)).isEqualTo(Optional.of(true));
  }

  @Test
  void beginsWithNothing() throws IOException {
    Digest digest = keep(blobs(100), "before");

    assertThat(blobs(100).open(digest)).isEmpty();
    assertThat(files()).isZero();
  }
}
