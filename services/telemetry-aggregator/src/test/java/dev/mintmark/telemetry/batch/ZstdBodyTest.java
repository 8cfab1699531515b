package dev.mintmark.telemetry.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ZstdBodyTest {
  @Test
  void givesTheContentBackUpToItsLimit() throws Exception {
    byte[] content = new byte[ZstdBody.MAX_CONTENT];

    assertThat(ZstdBody.decompress(Zstd.compress(content))).isEqualTo(content);
    assertThat(ZstdBody.decompress(Zstd.compress(new byte[0]))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void refuses(String what, byte[] body, Code code) {
    RefusedBatchException refusal =
        catchThrowableOfType(RefusedBatchException.class, () -> ZstdBody.decompress(body));

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal).hasMessageContaining(code.text());
  }

  static Stream<Arguments> bad() throws Exception {
    byte[] good = Zstd.compress("some heartbeats, some heartbeats".repeat(50).getBytes());
    byte[] damaged = good.clone();
    damaged[good.length - 3] ^= 0x55;
    byte[] followed = Arrays.copyOf(good, good.length + 9);
    byte[] twice = Arrays.copyOf(good, 2 * good.length);
    System.arraycopy(good, 0, twice, good.length, good.length);
    byte[] noise = new byte[ZstdBody.MAX_COMPRESSED + 1];
    new Random(1).nextBytes(noise);
    ByteArrayOutputStream streamed = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(streamed)) {
      out.write(new byte[100]);
    }
    return Stream.of(
        Arguments.of("an empty body", new byte[0], Code.BYTES),
        Arguments.of("garbage", "not zstd at all".getBytes(), Code.BYTES),
        Arguments.of("a cut off frame", Arrays.copyOf(good, good.length - 5), Code.BYTES),
        Arguments.of("a damaged frame", damaged, Code.BYTES),
        Arguments.of("bytes behind the frame", followed, Code.BYTES),
        Arguments.of("two frames", twice, Code.BYTES),
        Arguments.of("a frame without its content's size", streamed.toByteArray(), Code.BYTES),
        Arguments.of("too many compressed bytes", noise, Code.TOO_LARGE),
        Arguments.of(
            "one byte of content too many",
            Zstd.compress(new byte[ZstdBody.MAX_CONTENT + 1]),
            Code.TOO_LARGE),
        Arguments.of("a bomb", Zstd.compress(new byte[64 << 20]), Code.TOO_LARGE),
        Arguments.of("a frame that lies about its content", lying(), Code.BYTES));
  }

  /** Says 64 bytes, holds 16,384. */
  private static byte[] lying() {
    byte[] frame = Zstd.compress(new byte[16_384]);
    // Frame header of RFC 8878, 3.1.1: magic number, descriptor, then 2 bytes of size minus 256.
    frame[5] = 0;
    frame[6] = 0;
    return frame;
  }
}
