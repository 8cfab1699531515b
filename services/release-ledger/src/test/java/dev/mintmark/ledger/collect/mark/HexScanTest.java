package dev.mintmark.ledger.collect.mark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexScanTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "%s",
        "sha256:%s",
        "\u0002\u008esha256:%sb",
        "{\"digest\":\"sha256:%s\"}",
        "registry/vision/face/_blobs/%s",
        "sha256:sha256:%s",
        "abc %s 12",
      })
  void findsADigestHoweverItIsWrapped(String text) {
    assertThat(found(text.formatted(HEX))).containsExactly(HEX);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "abc", "sha256:", "0123456789ABCDEF"})
  void findsNothingWhereThereIsNone(String text) {
    assertThat(found(text)).isEmpty();
    assertThat(found(HEX.substring(1) + "\n" + text)).isEmpty();
  }

  @Test
  void tellsWhatStartsALine() throws IOException {
    List<Boolean> starts = new ArrayList<>();
    String text = HEX + " 1 blobs/" + HEX + "\n" + HEX + " 2 b\n";

    HexScan.scan(
        new ByteArrayInputStream(text.getBytes(ISO_8859_1)),
        (digest, startsLine) -> starts.add(startsLine));

    assertThat(starts).containsExactly(true, false, true);
  }

  private static List<String> found(String text) {
    List<String> found = new ArrayList<>();
    HexScan.scan(text.getBytes(ISO_8859_1), (digest, startsLine) -> found.add(digest.hex()));
    return found;
  }
}
