package dev.mintmark.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void jsonLeavesStandardOutputToOneDocument() {
    Console console = console(true, true, true);

    console.say("working");
    console.print("result");
    console.print(new Table().left("a").row("1"));
    console.result(JsonNodeFactory.instance.objectNode().put("a", 1));
    console.error("broken");
    try (Progress progress = console.progress("upload", 10)) {
      progress.advance(10);
    }

    assertThat(out.toString()).isEqualToIgnoringNewLines("{\n  \"a\" : 1\n}\n");
    assertThat(err.toString())
        .isEqualToNormalizingNewlines("working\nmintmark: broken\nupload: 10 B\n");
  }

  @Test
  void peopleGetLinesAndNoDocument() {
    Console console = console(false, false, false);

    console.say("working");
    console.print("result");
    console.result(JsonNodeFactory.instance.objectNode());

    assertThat(out.toString()).isEqualToNormalizingNewlines("working\nresult\n");
  }

  @Test
  void drawsABarOnATerminalOnlyWhenItHasGrown() {
    try (Progress progress = console(false, true, false).progress("upload", 2000)) {
      progress.advance(0);
      progress.advance(1000);
      progress.advance(5000);
    }

    assertThat(out.toString())
        .isEqualTo(
            "\rupload [%s]   0%%  0 B of 2.0 kB".formatted(" ".repeat(30))
                + "\rupload [%s%s]  50%%  1.0 kB of 2.0 kB"
                    .formatted("=".repeat(15), " ".repeat(15))
                + "\rupload [%s] 100%%  2.0 kB of 2.0 kB\n".formatted("=".repeat(30)));
  }

  @Test
  void aWorkWithNothingToDoIsDone() {
    console(false, true, false).progress("upload", 0).close();
    assertThat(out.toString()).contains("100%  0 B of 0 B");
  }

  @Test
  void paintsOnlyWithColours() {
    assertThat(console(false, true, true).paint(Style.GOOD, "ok"))
        .isEqualTo("\u001b[32mok\u001b[0m");
    assertThat(console(false, true, false).paint(Style.GOOD, "ok")).isEqualTo("ok");
    assertThat(console(true, true, true).paint(Style.GOOD, "ok")).isEqualTo("ok");
  }

  @ParameterizedTest(name = "terminal {0}, NO_COLOR={1}, TERM={2}: {3}")
  @CsvSource({
    "true, '', xterm, true",
    "true, 1, xterm, false",
    "true, '', dumb, false",
    "false, '', xterm, false"
  })
  void wantsColoursOnATerminalThatShowsThem(
      boolean terminal, String noColor, String term, boolean expected) {
    assertThat(Terminals.wantsColour(terminal, Map.of("NO_COLOR", noColor, "TERM", term)))
        .isEqualTo(expected);
  }

  private Console console(boolean json, boolean terminal, boolean colour) {
    return new Console(new PrintWriter(out), new PrintWriter(err, true), json, terminal, colour);
  }
}
