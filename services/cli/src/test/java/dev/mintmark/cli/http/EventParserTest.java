package dev.mintmark.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventParserTest {
  private final EventParser parser = new EventParser();

  @Test
  void readsIdTypeAndData() {
    assertThat(events("event:hand-off", "id:7", "data:{\"a\":1}", ""))
        .containsExactly(new ServerEvent("7", "hand-off", "{\"a\":1}"));
  }

  @Test
  void joinsDataLinesAndDropsOneSpaceAfterTheColon() {
    assertThat(events("data: a", "data:  b", ""))
        .containsExactly(new ServerEvent("", "message", "a\n b"));
  }

  @Test
  void keepsTheLastIdAndForgetsTheType() {
    assertThat(events("id: 1", "event: x", "data: a", "", "data: b", ""))
        .containsExactly(new ServerEvent("1", "x", "a"), new ServerEvent("1", "message", "b"));
  }

  @Test
  void ignoresCommentsUnknownFieldsAndEmptyEvents() {
    assertThat(events(": keep alive", "", "retry: 5", "", "event: x", "", "data: a", ""))
        .containsExactly(new ServerEvent("", "message", "a"));
  }

  @Test
  void anUnfinishedEventIsNone() {
    assertThat(events("data: a")).isEmpty();
  }

  private List<ServerEvent> events(String... lines) {
    return Arrays.stream(lines).flatMap(line -> parser.line(line).stream()).toList();
  }
}
