package dev.mintmark.ingest.request;

/** Text from a request, made fit for an error message or a log line. */
public final class Shown {
  private static final int MAX = 120;

  private Shown() {}

  /** The text in quotes, cut after 120 characters, control characters replaced. */
  public static String of(String text) {
    String cut = text.length() <= MAX ? text : text.substring(0, MAX) + "...";
    StringBuilder shown = new StringBuilder("'");
    cut.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
    return shown.append('\'').toString();
  }
}
