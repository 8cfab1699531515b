package dev.mintmark.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNumberTest {
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"1", "7", "1000"})
  void readsANumberInTheRange(String text) {
    assertThat(WholeNumber.in(1, 1000, text)).hasValue(Integer.parseInt(text));
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1001",
        "99999999999",
        "9999999999999999999999",
        "",
        " ",
        "1.0",
        "1e2",
        "0x10",
        "many",
        "\u0000"
      })
  void readsNothingElse(String text) {
    assertThat(WholeNumber.in(1, 1000, text)).isEmpty();
  }
}
