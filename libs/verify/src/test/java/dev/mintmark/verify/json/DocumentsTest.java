package dev.mintmark.verify.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {

  static Stream<Arguments> refusedDocuments() {
    return Stream.of(
        Arguments.of("nothing", new byte[0]),
        Arguments.of("a doubled key", "{\"a\":1,\"a\":1}".getBytes(UTF_8)),
        Arguments.of("an array", "[1]".getBytes(UTF_8)),
        Arguments.of(
            "too deep", ("{\"a\":" + "[".repeat(65) + "]".repeat(65) + "}").getBytes(UTF_8)),
        Arguments.of("too large", new byte[Documents.MAX_BYTES + 1]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedDocuments")
  void refuses(String name, byte[] bytes) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Documents.read(bytes, name))
        .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.JSON))
        .withMessageStartingWith("cannot read " + name + ": it ");
  }
}
