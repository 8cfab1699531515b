package dev.mintmark.verify.dsse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.verify.key.SigningKey;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static final SigningKey KEY = SigningKey.generate();

  /** The example of the DSSE specification, protocol.md. */
  @Test
  void encodesTheSpecificationsExample() {
    assertThat(
            Envelope.preAuthenticationEncoding(
                "http://example.com/HelloWorld", "hello world".getBytes(UTF_8)))
        .asString()
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  @Test
  void countsBytesWhereOthersCountCharacters() {
    assertThat(Envelope.preAuthenticationEncoding("ü", "ï€𝄞".getBytes(UTF_8)))
        .isEqualTo("DSSEv1 2 ü 9 ï€𝄞".getBytes(UTF_8));
  }

  @Test
  void isSignedByItsKeyUnderItsTypeOnly() {
    byte[] payload = "{}".getBytes(UTF_8);
    Envelope envelope = Envelope.sign("a/b", payload, KEY);
    assertThat(envelope.isSignedBy(KEY.verificationKey())).isTrue();
    assertThat(envelope.isSignedBy(SigningKey.generate().verificationKey())).isFalse();
    assertThat(new Envelope("a/c", payload, envelope.signature()).isSignedBy(KEY.verificationKey()))
        .isFalse();
    assertThat(new Envelope("a/b", payload, KEY.sign(payload)).isSignedBy(KEY.verificationKey()))
        .as("a signature over the bare payload")
        .isFalse();
  }
}
