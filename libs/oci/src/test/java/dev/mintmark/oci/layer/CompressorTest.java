package dev.mintmark.oci.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressorTest {
  private static byte[] data(int length) {
    Random random = new Random(7);
    byte[] data = new byte[length];
    random.nextBytes(data);
    for (int i = 0; i < length; i++) {
      if (i / 5000 % 2 == 0) {
        data[i] = (byte) (i % 61);
      }
    }
    return data;
  }

  private static byte[] compress(byte[] data, int writes) throws IOException {
    return compress(data, writes, 2);
  }

  private static byte[] compress(byte[] data, int writes, int ahead) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = Compressor.open(out, ahead)) {
      for (int at = 0; at < data.length; at += writes) {
        gzip.write(data, at, Math.min(writes, data.length - at));
      }
    }
    return out.toByteArray();
  }

  @Test
  void findsThePinnedDeflateInThisJdk() {
    assertThatCode(Compressor::requirePinned).doesNotThrowAnyException();
  }

  @Test
  void refusesADeflateThatMakesOtherBytes() {
    assertThatThrownBy(() -> Compressor.requirePinned(Digest.of(new byte[] {1})))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("check corpus")
        .hasMessageContaining("(OCI-001)");
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 1, 32_767, 32_768, 1_048_575, 1_048_576, 1_048_577, 2_097_152, 3_500_000})
  void writesWhatAnyGzipReaderReads(int length) throws IOException {
    byte[] data = data(length);

    byte[] compressed = compress(data, 8192);

    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEqualTo(data);
    }
  }

  @ParameterizedTest(name = "in writes of {0}")
  @ValueSource(ints = {1, 511, 65_536, 1_048_576, 5_000_000})
  void makesTheSameBytesHoweverTheyAreWritten(int writes) throws IOException {
    byte[] data = data(2_300_000);

    assertThat(Digest.of(compress(data, writes))).isEqualTo(Digest.of(compress(data, 10_240)));
  }

  @ParameterizedTest(name = "{0} blocks ahead")
  @ValueSource(ints = {1, 2, 8})
  void makesTheSameBytesHoweverManyBlocksAreCompressedAtOnce(int ahead) throws IOException {
    byte[] data = data(12_300_000);

    assertThat(Digest.of(compress(data, 8192, ahead)))
        .isEqualTo(Digest.of(compress(data, 8192, 0)));
  }

  @Test
  void aWriterThatFailsInTheMiddleLeavesNoThreadBehind() throws IOException {
    OutputStream full =
        new OutputStream() {
          private int left = 100_000;

          @Override
          public void write(int b) throws IOException {
            write(new byte[1], 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int count) throws IOException {
            left -= count;
            if (left < 0) {
              throw new IOException("disk full");
            }
          }
        };
    OutputStream gzip = Compressor.open(full, 4);

    assertThatThrownBy(() -> gzip.write(data(20_000_000))).hasMessage("disk full");
    assertThatThrownBy(gzip::close).hasMessage("disk full");
    assertThatCode(gzip::close).doesNotThrowAnyException();
  }

  @Test
  void pinsTheHeader() throws IOException {
    assertThat(compress(new byte[0], 1))
        .startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff)
        .endsWith(new byte[8]);
  }

  @Test
  void findsRepeatsAcrossBlocks() throws IOException {
    byte[] noise = new byte[30_000];
    new Random(3).nextBytes(noise);
    byte[] data = new byte[1_048_576 + 30_000];
    System.arraycopy(noise, 0, data, 1_048_576 - 30_000, 30_000);
    System.arraycopy(noise, 0, data, 1_048_576, 30_000);

    assertThat(compress(data, 8192)).hasSizeLessThan(40_000);
  }

  private static byte[] weights(int length) {
    Random random = new Random(5);
    byte[] weights = new byte[length];
    for (int i = 0; i < length; i++) {
      weights[i] = (byte) (20 * random.nextGaussian());
    }
    return weights;
  }

  private static byte[] text(int length) {
    String[] words = {"def ", "return ", "self.", "import ", "value", " = ", "(", ")\n    "};
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(words[random.nextInt(words.length)]).append(random.nextInt(100));
    }
    return text.substring(0, length).getBytes(UTF_8);
  }

  private static int deflated(byte[] data, int strategy) {
    Deflater deflater = new Deflater(6, true);
    deflater.setStrategy(strategy);
    byte[] out = new byte[2 * data.length];
    deflater.deflate(out, 0, 0);
    deflater.setInput(data);
    deflater.finish();
    int size = 0;
    while (!deflater.finished()) {
      size += deflater.deflate(out);
    }
    deflater.end();
    return size;
  }

  @Test
  void doesNotLookForRepeatsInWeights() throws IOException {
    byte[] weights = weights(3_000_000);

    int size = compress(weights, 8192).length;

    assertThat(size).isLessThan(deflated(weights, Deflater.DEFAULT_STRATEGY));
    assertThat((double) size / deflated(weights, Deflater.HUFFMAN_ONLY)).isBetween(0.99, 1.01);
  }

  @Test
  void looksForRepeatsInText() throws IOException {
    byte[] text = text(3_000_000);

    int size = compress(text, 8192).length;

    assertThat((double) size / deflated(text, Deflater.DEFAULT_STRATEGY)).isLessThan(1.05);
    assertThat((double) size / deflated(text, Deflater.HUFFMAN_ONLY)).isLessThan(0.6);
  }

  @Test
  void choosesForEachBlockByItself() throws IOException {
    byte[] mixed = new byte[3 << 20];
    System.arraycopy(weights(1 << 20), 0, mixed, 0, 1 << 20);
    System.arraycopy(text(1 << 20), 0, mixed, 1 << 20, 1 << 20);
    System.arraycopy(weights(1 << 20), 0, mixed, 2 << 20, 1 << 20);

    byte[] compressed = compress(mixed, 8192);

    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEqualTo(mixed);
    }
    assertThat(compressed.length)
        .isBetween(
            2 * deflated(weights(1 << 20), Deflater.HUFFMAN_ONLY),
            2 * deflated(weights(1 << 20), Deflater.HUFFMAN_ONLY) + (1 << 20) * 2 / 5);
  }
}
