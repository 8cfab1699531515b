package dev.mintmark.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;

/**
 * Where a command prints. People get lines; with {@code --json} standard output holds one JSON
 * document and nothing else, and the lines about progress go to standard error.
 */
public final class Console {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final boolean terminal;
  private final boolean colour;

  /**
   * A console over two streams.
   *
   * @param terminal whether progress may be drawn over with carriage returns
   */
  public Console(PrintWriter out, PrintWriter err, boolean json, boolean terminal, boolean colour) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.terminal = terminal;
    this.colour = colour && !json;
  }

  /** Whether the result is a JSON document. */
  public boolean json() {
    return json;
  }

  /** A line of the work going on. */
  public synchronized void say(String line) {
    PrintWriter writer = json ? err : out;
    writer.println(line);
    writer.flush();
  }

  /** A line of the result; not printed with {@code --json}. */
  public synchronized void print(String line) {
    if (!json) {
      out.println(line);
      out.flush();
    }
  }

  /** A table of the result; not printed with {@code --json}. */
  public void print(Table table) {
    table.lines(this::paint).forEach(this::print);
  }

  /** The document of a command with {@code --json}; not printed without. */
  public synchronized void result(JsonNode document) {
    if (!json) {
      return;
    }
    try {
      out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  /** What went wrong: always on standard error. */
  public synchronized void error(String text) {
    err.println(paint(Style.BAD, "mintmark: ") + text);
    err.flush();
  }

  /** The text in a colour where colours are wanted. */
  public String paint(Style style, String text) {
    return colour ? style.apply(text) : text;
  }

  /**
   * Shows how far a long work is: a bar on a terminal, one line at its end elsewhere.
   *
   * @param total bytes, 0 when there is nothing to do
   */
  public Progress progress(String label, long total) {
    return terminal && !json
        ? new ProgressBar(label, total, Sizes::format, this::draw)
        : new ProgressLine(label, Sizes::format, this::say);
  }

  /** As {@link #progress}, of things that are counted. */
  public Progress count(String label, long total) {
    return terminal && !json
        ? new ProgressBar(label, total, Long::toString, this::draw)
        : new ProgressLine(label, Long::toString, this::say);
  }

  private synchronized void draw(String text) {
    out.print(text);
    out.flush();
  }
}
