package dev.mintmark.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, columns aligned, two spaces between them. */
public final class Table {
  /** How a column is aligned. */
  public enum Align {
    LEFT,
    RIGHT
  }

  /** A cell; its style takes no width. */
  public record Cell(String text, Style style) {}

  /** Applies a style to a text that is already padded. */
  @FunctionalInterface
  interface Painter {
    String paint(Style style, String text);
  }

  private record Column(String heading, Align align) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<Object>> rows = new ArrayList<>();

  /** Adds a column whose cells start at its left. */
  public Table left(String heading) {
    columns.add(new Column(heading, Align.LEFT));
    return this;
  }

  /** Adds a column whose cells end at its right: numbers. */
  public Table right(String heading) {
    columns.add(new Column(heading, Align.RIGHT));
    return this;
  }

  /**
   * Adds a row.
   *
   * @param cells texts or {@link Cell}s, one for each column
   */
  public Table row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells under " + columns.size() + " headings");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Without colours; a table whose headings are all empty has no line for them. */
  public List<String> lines() {
    return lines((style, text) -> text);
  }

  List<String> lines(Painter painter) {
    int[] widths = widths();
    List<String> lines = new ArrayList<>();
    if (columns.stream().anyMatch(column -> !column.heading().isEmpty())) {
      lines.add(
          line(
              columns.stream().map(c -> new Cell(c.heading(), Style.STRONG)).toList(),
              widths,
              painter));
    }
    rows.forEach(row -> lines.add(line(row, widths, painter)));
    return lines;
  }

  private String line(List<?> cells, int[] widths, Painter painter) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      boolean last = i == cells.size() - 1;
      String text = text(cells.get(i));
      String gap = " ".repeat(widths[i] - text.codePointCount(0, text.length()));
      String painted = cells.get(i) instanceof Cell cell ? painter.paint(cell.style(), text) : text;
      if (columns.get(i).align() == Align.RIGHT) {
        line.append(gap).append(painted);
      } else {
        line.append(painted).append(last ? "" : gap);
      }
      line.append(last ? "" : "  ");
    }
    return line.toString().stripTrailing();
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      String heading = columns.get(i).heading();
      widths[i] =
          rows.stream()
              .map(row -> text(row.get(column)))
              .mapToInt(text -> text.codePointCount(0, text.length()))
              .reduce(heading.length(), Math::max);
    }
    return widths;
  }

  private static String text(Object cell) {
    String text = cell instanceof Cell styled ? styled.text() : cell.toString();
    // Much of what tables show is a stranger's.
    return text.replaceAll("\\p{Cc}", "?");
  }
}
