package dev.mintmark.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.compare.testing.Found;
import dev.mintmark.content.MediaTypes;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDifferencesTest {
  private static final String BOM =
      "{\"components\":[{\"bom-ref\":\"a\",\"version\":\"1.0\"},{\"bom-ref\":\"b\",\"version\":\"2.0\"}],"
          + "\"metadata\":{\"timestamp\":\"2026-01-01T00:00:00Z\",\"host\":\"build-1\"},\"score\":0.123456}";

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = ';',
      value = {
        "2.0;2.1;$.components[1].version | -",
        "2026-01-01T00:00:00Z;2026-05-04T11:12:13Z;$.metadata.timestamp | timestamp",
        "2026-01-01T00:00:00Z;2026-01-01T02:00:00+02:00;$.metadata.timestamp | time-zone",
        "2026-01-01T00:00:00Z;2026-01-01T05:30:00Z;$.metadata.timestamp | time-zone",
        "build-1;ip-10-0-0-7;$.metadata.host | host-name",
        "0.123456;0.123457;$.score | float-rounding",
        "0.123456;\"0,123456\";$.score | locale",
      })
  void namesThePathAndTheCause(String from, String to, String found) {
    assertThat(places(BOM, BOM.replace(from, to))).containsExactly(found);
  }

  @Test
  void alignsObjectsByWhatNamesThem() {
    String planted =
        BOM.replace("\"components\":[", "\"components\":[{\"bom-ref\":\"new\",\"version\":\"9\"},");

    assertThat(
            Found.compare(BOM.getBytes(UTF_8), planted.getBytes(UTF_8), MediaTypes.CYCLONEDX)
                .lines())
        .containsExactly(
            "$.components[0]: recorded nothing, rebuilt {\"bom-ref\":\"new\",\"version\":\"9\"}");
  }

  @Test
  void namesAnotherOrderOfElementsAndKeys() {
    assertThat(places("{\"a\":[1,2,3]}", "{\"a\":[3,2,1]}"))
        .containsExactly("$.a: order of elements | key-order");
    assertThat(places("{\"a\":{\"x\":1,\"y\":2}}", "{\"a\":{\"y\":2,\"x\":1}}"))
        .containsExactly("$.a: order of keys | key-order");
  }

  @Test
  void namesKeysOfOneSide() {
    assertThat(places("{\"a\":1}", "{\"b.c\":1}")).containsExactly("$.a | -", "$['b.c'] | -");
  }

  @Test
  void saysWhereWhenOnlyTheWritingDiffers() {
    assertThat(places("{\"a\":1}", "{\"a\": 1}")).containsExactly("bytes 5 to 6 | -");
  }

  @Test
  void reportsAMalformedSide() {
    List<String> lines =
        Found.compare("{\"a\":1}".getBytes(UTF_8), "{\"a\":1".getBytes(UTF_8), "application/json")
            .lines();

    assertThat(lines.getFirst()).startsWith("form: recorded is a JSON object, rebuilt is not");
    assertThat(lines.get(1)).startsWith("bytes from 6: recorded 7d");
  }

  @Test
  void looksIntoASignedPayload() {
    assertThat(places(envelope("{\"digest\":\"a\"}"), envelope("{\"digest\":\"b\"}")))
        .containsExactly("$.payload | -", "$.payload, decoded > $.digest | -");
  }

  @Test
  void keepsFiftyDifferencesAndCountsTheOthers() {
    String ones =
        IntStream.range(0, 80).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(","));
    Comparison found =
        Found.compare(
            ("{" + ones + "}").getBytes(UTF_8),
            ("{" + ones.replace(":1", ":2") + "}").getBytes(UTF_8),
            "application/json");

    assertThat(Found.differences(found)).hasSize(50);
    assertThat(found.lines()).hasSize(51).last().isEqualTo("and 30 more");
    assertThat(found.json().path("more").asInt()).isEqualTo(30);
  }

  @Test
  void shortensLongValuesToWhereTheyDiffer() {
    String long1 = "x".repeat(500) + "A" + "y".repeat(500);
    String long2 = "x".repeat(500) + "B" + "y".repeat(500);

    String line =
        Found.compare(
                ("{\"a\":\"" + long1 + "\"}").getBytes(UTF_8),
                ("{\"a\":\"" + long2 + "\"}").getBytes(UTF_8),
                "application/json")
            .lines()
            .getFirst();

    assertThat(line).contains("xxAyy", "xxByy").hasSizeLessThan(320);
  }

  @Test
  void showsNoControlCharacters() {
    String line =
        Found.compare(
                "{\"a\":\"\"}".getBytes(UTF_8),
                "{\"a\\u001b\":\"\\u202e\"}".getBytes(UTF_8),
                "application/json")
            .lines()
            .getLast();

    assertThat(line).isEqualTo("$['a\\u{001b}']: recorded nothing, rebuilt \"\\u{202e}\"");
  }

  private static String envelope(String payload) {
    return "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\""
        + Base64.getEncoder().encodeToString(payload.getBytes(UTF_8))
        + "\"}";
  }

  private static List<String> places(String recorded, String rebuilt) {
    return Found.places(recorded.getBytes(UTF_8), rebuilt.getBytes(UTF_8), "application/json");
  }
}
