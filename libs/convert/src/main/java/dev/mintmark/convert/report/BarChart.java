package dev.mintmark.convert.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Bars beside names, as SVG inside a page. */
final class BarChart {
  private static final int ROW = 18;
  private static final int NAMES = 330;
  private static final int BARS = 380;
  private static final int VALUES = 120;

  private record Bar(String name, double value, String words, boolean good) {}

  private final String title;
  private final OptionalDouble line;
  private final List<Bar> bars = new ArrayList<>();

  /**
   * A chart without bars.
   *
   * @param line a value to reach, drawn through all bars
   */
  BarChart(String title, OptionalDouble line) {
    this.title = title;
    this.line = line;
  }

  /**
   * One bar; below zero it has no length.
   *
   * @param words what stands behind it
   * @param good chooses the colour
   */
  BarChart bar(String name, double value, String words, boolean good) {
    bars.add(new Bar(name, value, words, good));
    return this;
  }

  /** The markup; the longest bar, or the line, takes the whole width. */
  String svg() {
    double longest =
        Math.max(line.orElse(0), bars.stream().mapToDouble(Bar::value).max().orElse(0));
    int height = bars.size() * ROW + ROW;
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg role=\"img\" width=\"%d\" height=\"%d\" xmlns=\"http://www.w3.org/2000/svg\">"
                + "<title>%s</title>%n",
            NAMES + BARS + VALUES, height, Html.escape(title)));
    int y = 0;
    for (Bar bar : bars) {
      double width = longest <= 0 ? 0 : BARS * Math.max(0, bar.value()) / longest;
      svg.append(
          format(
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                  + "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
                  + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
              NAMES - 6,
              y + 13,
              Html.escape(shortened(bar.name())),
              bar.good() ? "good" : "bad",
              NAMES,
              y + 3,
              width,
              ROW - 6,
              NAMES + width + 5,
              y + 13,
              Html.escape(bar.words())));
      y += ROW;
    }
    if (line.isPresent() && longest > 0) {
      double x = NAMES + BARS * line.getAsDouble() / longest;
      svg.append(
          format("<line x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\"/>%n", x, x, bars.size() * ROW));
    }
    return svg.append("</svg>").toString();
  }

  /** Names of tensors are paths whose ends tell them apart. */
  private static String shortened(String name) {
    int longest = 48;
    return name.length() <= longest ? name : "…" + name.substring(name.length() - longest);
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values).replace(System.lineSeparator(), "\n");
  }
}
