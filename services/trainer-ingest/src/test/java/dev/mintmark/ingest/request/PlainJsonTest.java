package dev.mintmark.ingest.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.ingest.Fixture;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.refusal.RefusedException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {
  private final Fixture fixture = new Fixture();

  @Test
  void readsARequestThatSurvivesItsAvroForm() throws Exception {
    BuildRequested request = fixture.request();

    assertThat(EventCodec.read(EventCodec.write(request), BuildRequested.class)).isEqualTo(request);
    assertThat(request.getSource().getEpoch()).isEqualTo(1_780_000_000L);
    assertThat(request.getImage().getFiles()).hasSize(2);
    assertThat(request.getRun().getPort()).isEqualTo(8080);
    assertThat(request.getQuantize().getGate().getMinimum()).isEqualTo(0.97);
  }

  @Test
  void readsTheSameBytesWhateverTheOrderOfFields() {
    ObjectNode same = fixture.json(r -> r.set("name", r.remove("name")));

    assertThat(EventCodec.write(PlainJson.read(Fixture.bytes(same))))
        .isEqualTo(EventCodec.write(fixture.request()));
  }

  @Test
  void takesAnOptionalFieldAsAbsentOrNull() {
    assertThat(fixture.request(r -> r.withObject("/run").putNull("port")))
        .isEqualTo(fixture.request(r -> r.withObject("/run").remove("port")));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        row("missing field", r -> r.remove("name"), "$.name", "missing"),
        row(
            "missing deep field",
            r -> r.withObject("/model/file").remove("size"),
            "$.model.file.size",
            "missing"),
        row("null for a name", r -> r.putNull("name"), "$.name", "null"),
        row("unknown field", r -> r.put("colour", "red"), "$", "'colour'"),
        row(
            "unknown deep field",
            r -> ((ObjectNode) r.at("/image/files/1")).put("x", 1),
            "$.image.files[1]",
            "'x'"),
        row("number for a name", r -> r.put("name", 1), "$.name", "number"),
        row(
            "text for a number",
            r -> r.withObject("/source").put("epoch", "1"),
            "$.source.epoch",
            "string"),
        row(
            "fraction for a whole number",
            r -> r.withObject("/source").put("epoch", 1.5),
            "$.source.epoch",
            "whole"),
        row(
            "number out of range",
            r -> r.withObject("/run").put("port", 1L << 40),
            "$.run.port",
            "whole"),
        row(
            "text for a minimum",
            r -> r.withObject("/quantize/gate").put("minimum", "1"),
            "$.quantize.gate.minimum",
            "number"),
        row("object for a list", r -> r.putObject("targets"), "$.targets", "list"),
        row("list for an object", r -> r.putArray("source"), "$.source", "object"),
        row("null in a list", r -> r.withArray("targets").addNull(), "$.targets[2]", "null"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void refusesAnotherShape(String name, Consumer<ObjectNode> change, String place, String found) {
    assertRefused(Fixture.bytes(fixture.json(change)), place + ":", found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "\"x\"", "{", "{} {}", "{\"name\":\"a\",\"name\":\"b\"}"})
  void refusesWhatIsNoJsonObject(String body) {
    assertRefused(body.getBytes(UTF_8), "cannot use", "");
  }

  @Test
  void refusesDeepNesting() {
    assertRefused("[".repeat(100_000).getBytes(UTF_8), "the body", "not JSON");
  }

  private static void assertRefused(byte[] body, String place, String found) {
    RefusedException e = catchThrowableOfType(RefusedException.class, () -> PlainJson.read(body));

    assertThat(e.refusal().code()).isEqualTo(Codes.UNREADABLE);
    assertThat(e.getMessage()).contains(place, found);
  }

  private static Arguments row(
      String name, Consumer<ObjectNode> change, String place, String found) {
    return arguments(name, change, place, found);
  }
}
