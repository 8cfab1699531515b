package dev.mintmark.inventory.found;

/**
 * An image whose contents cannot be told: the same bytes are refused again tomorrow. A disk that
 * fails is an {@link java.io.IOException} instead.
 */
public final class InventoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 200;

  private final InventoryError error;
  private final String subject;
  private final String found;

  /**
   * @param path absolute in the image
   * @param found with the line, where there is one
   */
  public InventoryException(InventoryError error, String path, String found) {
    super("cannot use " + printable(path) + ": " + printable(found) + " (" + error.code() + ")");
    this.error = error;
    this.subject = printable(path);
    this.found = printable(found);
  }

  /** What is wrong with one line, counted from 1. */
  public static InventoryException atLine(
      InventoryError error, String path, int line, String found) {
    return new InventoryException(error, path, "line " + line + " " + found);
  }

  /** Images choose these words: no control character and no endless name gets into a log. */
  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN)
        .forEach(c ->
            shown.appendCodePoint(
                Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                    ? '\uFFFD'
                    : c));
    return shown.toString();
  }

  public InventoryError error() {
    return error;
  }

  /** The file, an absolute path in the image. */
  public String subject() {
    return subject;
  }

  public String found() {
    return found;
  }
}
