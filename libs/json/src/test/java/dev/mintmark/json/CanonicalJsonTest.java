package dev.mintmark.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

  @Test
  void writesAsciiInTheOrderOfPutting() {
    var json = CanonicalJson.object().put("z", "ü\u2028").put("a", 1);

    assertThat(CanonicalJson.write(json))
        .asString()
        .isEqualTo("{\"z\":\"\\u00FC\\u2028\",\"a\":1}");
    assertThat(new StrictJson(100, 1).read(CanonicalJson.write(json))).isEqualTo(json);
  }

  @ParameterizedTest(name = "{0} to {1} places is {2}")
  @CsvSource({
    "0.125, 2, 0.12",
    "0.375, 2, 0.38",
    "1e21, 0, 1000000000000000000000",
    "-0.1, 3, -0.100"
  })
  void roundsHalfToEvenFromTheExactValue(double value, int places, String text) {
    assertThat(CanonicalJson.decimal(value, places)).isEqualTo(text);
  }
}
