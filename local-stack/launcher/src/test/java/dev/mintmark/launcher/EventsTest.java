package dev.mintmark.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);

  @Test
  void writesJsonOnOneLineEachInUtf8() {
    Events events = new Events(out, true);
    events.ready("kafka", Duration.ofMillis(1234));
    events.emit("failed", Events.fields("message", "a\n\"ü\""));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"event":"ready","part":"kafka","millis":1234}
            {"event":"failed","message":"a\\n\\"ü\\""}
            """);
  }

  @Test
  void writesWordsForAPerson() {
    new Events(out, false).ready("kafka", Duration.ofMillis(5));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("ready part=kafka millis=5\n");
  }
}
