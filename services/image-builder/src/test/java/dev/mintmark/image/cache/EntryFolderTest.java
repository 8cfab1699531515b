package dev.mintmark.image.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryFolderTest {
  @TempDir Path folder;
  private Instant now = Instant.ofEpochSecond(1_780_000_000L);

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          now = now.plusSeconds(1);
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }
      };

  private static Digest key(int number) {
    return Digest.of(new byte[] {(byte) number});
  }

  @Test
  void forgetsWhatWasNotUsedForLongest() throws Exception {
    EntryFolder entries = new EntryFolder(folder, 100, clock);
    entries.write(key(1), new byte[40]);
    entries.write(key(2), new byte[40]);
    assertThat(entries.read(key(1))).isPresent();

    entries.write(key(3), new byte[40]);

    assertThat(entries.read(key(1))).isPresent();
    assertThat(entries.read(key(2))).isEmpty();
    assertThat(entries.read(key(3))).isPresent();
  }

  @Test
  void keepsNothingThatIsLargerThanItself() throws Exception {
    EntryFolder entries = new EntryFolder(folder, 100, clock);
    entries.write(key(1), new byte[40]);
    entries.write(key(2), new byte[101]);

    assertThat(entries.read(key(1))).isPresent();
    assertThat(entries.read(key(2))).isEmpty();
  }

  @Test
  void doesNotReadWhatIsTooLarge() throws IOException {
    EntryFolder entries = new EntryFolder(folder, 1 << 30, clock);
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve(key(1).hex()).toFile(), "rw")) {
      file.setLength(1L << 40);
    }

    assertThatThrownBy(() -> entries.read(key(1)))
        .isInstanceOfSatisfying(
            BrokenEntryException.class, e -> assertThat(e.fault().code()).isEqualTo("IMG-080"));
  }

  @Test
  void removesWhatAKilledProcessLeft() throws Exception {
    EntryFolder entries = new EntryFolder(folder, 100, clock);
    entries.write(key(1), new byte[40]);
    Files.write(folder.resolve(key(2).hex() + "123.part"), new byte[40]);

    EntryFolder again = new EntryFolder(folder, 100, clock);

    assertThat(again.read(key(1))).isPresent();
    assertThat(folder).isDirectoryContaining(file -> file.endsWith(key(1).hex()));
    assertThat(folder.toFile().list()).hasSize(1);
  }
}
