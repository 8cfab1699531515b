package dev.mintmark.packages.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Refused;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.fixture.DebFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class CompressionTest {
  private static final Subject SUBJECT = new Subject("x.deb");
  private static final Limits LIMITS = new Limits(100, 1L << 30, 100, 300, 4096, 16 << 20);

  @TempDir private Path folder;

  private byte[] read(String suffix, byte[] compressed) throws IOException {
    Path file = Files.write(folder.resolve("data"), compressed);
    String name = "data.tar" + suffix;
    try (FileChannel channel = FileChannel.open(file);
        InputStream in =
            Compression.of(SUBJECT, name, "data.tar")
                .open(SUBJECT, LIMITS, name, FileSlice.of(channel))) {
      byte[] buffer = new byte[1 << 16];
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (head.size() < 1 << 20) {
          head.write(buffer, 0, n);
        }
      }
      return head.toByteArray();
    }
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"", ".gz", ".xz", ".zst"})
  void readsEachForm(String suffix) throws IOException {
    byte[] bytes = noise(300_000);

    assertThat(read(suffix, DebFixture.compress(suffix, bytes))).isEqualTo(bytes);
    assertThat(read(suffix, DebFixture.compress(suffix, new byte[0]))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {".bz2", ".lzma", ".gz.xz", "x"})
  void refusesOtherForms(String suffix) {
    Refused.with(RefusalCode.COMPRESSION, () -> read(suffix, new byte[10]));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {".gz", ".xz", ".zst"})
  void refusesDamageTruncationAndWhatFollows(String suffix) {
    byte[] whole = DebFixture.compress(suffix, noise(100_000));
    byte[] damaged = whole.clone();
    damaged[whole.length - 1] ^= 0x10;

    Refused.with(RefusalCode.CORRUPT, () -> read(suffix, Arrays.copyOf(whole, whole.length - 5)));
    Refused.with(RefusalCode.CORRUPT, () -> read(suffix, Arrays.copyOf(whole, whole.length + 1)));
    Refused.with(RefusalCode.CORRUPT, () -> read(suffix, new byte[0]));
    if (!suffix.equals(".zst")) {
      Refused.with(RefusalCode.CORRUPT, () -> read(suffix, damaged));
    }
  }

  /** 100 MiB of zeros in a few kB: xz makes a bomb of 1 to 7,000. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {".gz", ".xz", ".zst"})
  void refusesABomb(String suffix) throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (suffix) {
          case ".gz" -> new GZIPOutputStream(bomb);
          case ".xz" -> new XZOutputStream(bomb, new LZMA2Options(0));
          default -> new ZstdOutputStream(bomb);
        }) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        out.write(zeros);
      }
    }

    Refused.with(RefusalCode.RATIO, () -> read(suffix, bomb.toByteArray()));
  }

  @Test
  void refusesAnXzDictionaryOverTheLimit() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LZMA2Options options = new LZMA2Options(0);
    options.setDictSize(1 << 20);
    try (OutputStream out = new XZOutputStream(bytes, options)) {
      out.write(noise(1000));
    }
    byte[] claims = bytes.toByteArray();
    // The block header's filter flags: LZMA2 with a dictionary of 64 MiB, and its checksum.
    claims[16] = 28;
    CRC32 crc = new CRC32();
    crc.update(claims, 12, 8);
    for (int i = 0; i < 4; i++) {
      claims[20 + i] = (byte) (crc.getValue() >>> (8 * i));
    }

    Refused.with(RefusalCode.DICTIONARY, () -> read(".xz", claims));
  }

  @Test
  void refusesAZstdWindowOverTheLimit() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(bytes)) {
      out.setLong(26);
      out.write(noise(1000));
    }

    Refused.with(RefusalCode.DICTIONARY, () -> read(".zst", bytes.toByteArray()));
  }

  @Test
  void refusesMoreBytesThanTheLimit() {
    Limits little = new Limits(10, 1 << 20, 100_000, 100, 100, 16 << 20);
    byte[] bytes = DebFixture.compress(".gz", new byte[18 << 20]);

    Refused.with(
        RefusalCode.TOO_LARGE,
        () -> {
          Path file = Files.write(folder.resolve("big"), bytes);
          try (FileChannel channel = FileChannel.open(file);
              InputStream in =
                  Compression.GZIP.open(SUBJECT, little, "data.tar.gz", FileSlice.of(channel))) {
            in.skipNBytes(18 << 20);
          }
        });
  }

  @ParameterizedTest(name = "header field {0}")
  @CsvSource({"0", "1", "2", "3"})
  void refusesWhatIsNoGzip(int at) {
    byte[] bytes = DebFixture.compress(".gz", noise(10));
    bytes[at] ^= (byte) 0xe0;

    Refused.with(RefusalCode.CORRUPT, () -> read(".gz", bytes));
  }
}
