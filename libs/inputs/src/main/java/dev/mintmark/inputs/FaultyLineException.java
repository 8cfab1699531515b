package dev.mintmark.inputs;

/** A line of a lock file that does not pin what it names. */
public final class FaultyLineException extends Exception {
  private static final int SHOWN = 80;

  private final int line;

  FaultyLineException(int line, String text, String fault) {
    super(text.isEmpty() ? fault : fault + ": '" + shorten(text) + "'");
    this.line = line;
  }

  /** Number of the line, from 1; the first one where lines are joined by a backslash. */
  public int line() {
    return line;
  }

  private static String shorten(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
