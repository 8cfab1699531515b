package dev.mintmark.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StrictJsonTest {

  private static final int MAX_BYTES = 1 << 20;
  private static final StrictJson JSON = new StrictJson(MAX_BYTES, 64);

  @Test
  void readsWhatItsLimitsAllow() {
    byte[] deep = ("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}").getBytes(UTF_8);
    byte[] longText = ("{\"a\":\"" + "b".repeat(MAX_BYTES - 8) + "\"}").getBytes(UTF_8);

    assertThat(JSON.read(deep).get("a").isArray()).isTrue();
    assertThat(longText).hasSize(MAX_BYTES);
    assertThat(JSON.read(longText).get("a").textValue()).hasSize(MAX_BYTES - 8);
  }

  @Test
  void countsPartsWhereTheyAreBounded() {
    StrictJson few = new StrictJson(MAX_BYTES, 64, 100);
    byte[] many = ("{\"a\":[" + "1,".repeat(100) + "1]}").getBytes(UTF_8);

    assertThat(few.read(("{\"a\":\"" + "b".repeat(1000) + "\"}").getBytes(UTF_8))).hasSize(1);
    assertThat(JSON.read(many)).hasSize(1);
    assertThatExceptionOfType(UnreadableJsonException.class).isThrownBy(() -> few.read(many));
  }

  static Stream<Arguments> refusedTexts() {
    return Stream.of(
        row("nothing", ""),
        row("a doubled key", "{\"a\":1,\"a\":1}"),
        row("a doubled key deep inside", "{\"a\":[{\"b\":1,\"c\":2,\"b\":3}]}"),
        row("a key doubled by an escape", "{\"a\":1,\"\\u0061\":2}"),
        row("text after it", "{} {}"),
        row("a comma too much", "{\"a\":1,}"),
        row("a comment", "{/**/}"),
        row("single quotes", "{'a':1}"),
        row("a bare key", "{a:1}"),
        row("not a number", "{\"a\":NaN}"),
        row("a leading zero", "{\"a\":01}"),
        row("a raw newline in a string", "{\"a\":\"\n\"}"),
        row("cut off", "{\"a\":"),
        row("an array", "[1]"),
        row("a string", "\"a\""),
        row("null", "null"),
        row("a byte order mark", "\uFEFF{}"),
        row("too deep", "{\"a\":" + "[".repeat(65) + "]".repeat(65) + "}"),
        row("much too deep", "[".repeat(1_000_000)),
        Arguments.of("UTF-16", "{}".getBytes(UTF_16)),
        Arguments.of("Latin 1", "{\"a\":\"\u00fc\"}".getBytes(ISO_8859_1)),
        Arguments.of("an overlong slash", new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf}),
        Arguments.of("a character that is cut off", new byte[] {'{', '}', ' ', (byte) 0xc3}),
        Arguments.of("too large", new byte[MAX_BYTES + 1]));
  }

  private static Arguments row(String name, String text) {
    return Arguments.of(name, text.getBytes(UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedTexts")
  void refuses(String name, byte[] bytes) {
    assertThatExceptionOfType(UnreadableJsonException.class)
        .isThrownBy(() -> JSON.read(bytes))
        .withMessageMatching("(?s)(is not|has) .*");
  }
}
