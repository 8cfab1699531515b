package dev.mintmark.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void alignsTextsLeftAndNumbersRight() {
    Table table =
        new Table()
            .left("target")
            .right("size")
            .left("verdict")
            .row("cpu-amd64", "383.1 kB", "ok")
            .row("x", "9 B", "refused");

    assertThat(table.lines())
        .containsExactly(
            "target         size  verdict",
            "cpu-amd64  383.1 kB  ok",
            "x               9 B  refused");
  }

  @Test
  void leavesOutAnEmptyLineOfHeadings() {
    assertThat(new Table().left("").left("").row("release", "a:v1").row("x", "b").lines())
        .containsExactly("release  a:v1", "x        b");
  }

  @Test
  void letsNoCharacterThroughThatATerminalObeys() {
    assertThat(new Table().left("").row("me\nverified\u001b[8m").lines())
        .containsExactly("me?verified?[8m");
  }

  @Test
  void coloursTakeNoWidth() {
    Table table =
        new Table().left("a").left("b").row(new Table.Cell("ok", Style.GOOD), "1").row("four", "2");

    assertThat(table.lines((style, text) -> "<" + text + ">"))
        .containsExactly("<a>     <b>", "<ok>    1", "four  2");
  }

  @Test
  void refusesARowThatDoesNotFitTheHeadings() {
    assertThatThrownBy(() -> new Table().left("a").row("1", "2"))
        .hasMessage("a row of 2 cells under 1 headings");
  }
}
