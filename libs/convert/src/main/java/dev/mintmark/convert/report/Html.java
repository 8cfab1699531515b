package dev.mintmark.convert.report;

import java.util.List;

/** Parts of a page: text is escaped, nothing is fetched, no script runs. */
final class Html {
  private final StringBuilder text = new StringBuilder();

  /** Text as it may stand anywhere in a page. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c < 0x20 ? ' ' : c);
      }
    }
    return escaped.toString();
  }

  /** An element with text. */
  Html element(String name, String content) {
    text.append('<').append(name).append('>').append(escape(content));
    text.append("</").append(name).append(">\n");
    return this;
  }

  /** Markup that this package made. */
  Html markup(String markup) {
    text.append(markup).append('\n');
    return this;
  }

  /** A table of text; columns from the second on are numbers. */
  Html table(List<String> head, List<List<String>> rows) {
    text.append("<table>\n<tr>");
    head.forEach(cell -> text.append("<th>").append(escape(cell)).append("</th>"));
    text.append("</tr>\n");
    for (List<String> row : rows) {
      text.append("<tr>");
      row.forEach(cell -> text.append("<td>").append(escape(cell)).append("</td>"));
      text.append("</tr>\n");
    }
    text.append("</table>\n");
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
