package dev.mintmark.verify.cosign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimpleSigningTest {
  private static final SimpleSigning PAYLOAD =
      new SimpleSigning("vision/face-detect", Digest.of("image".getBytes(UTF_8)));

  @Test
  void writesWhatItReads() {
    assertThat(SimpleSigning.read(PAYLOAD.bytes())).isEqualTo(PAYLOAD);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "another type,cosign container image signature,atomic container signature",
        "no digest,docker-manifest-digest,docker-manifest",
        "half a digest,sha256:,sha256:00",
        "a tag for a digest,sha256:,latest:",
        "no reference,docker-reference,docker-ref",
        "a field more in critical,`\"critical\":{`,`\"critical\":{\"x\":1,`",
        "a field more beside critical,`\"optional\"`,`\"x\":1,\"optional\"`",
        "another form of critical,`{\"critical\":{`,`{\"critical\":[],\"optional\":{`"
      })
  void refuses(String name, String old, String replacement) {
    String text = new String(PAYLOAD.bytes(), UTF_8);
    assertThat(text).as(name).contains(old);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> SimpleSigning.read(text.replace(old, replacement).getBytes(UTF_8)))
        .satisfies(
            e -> assertThat(e.code()).isIn(RefusalCode.SIMPLE_SIGNING_FORM, RefusalCode.JSON));
  }
}
