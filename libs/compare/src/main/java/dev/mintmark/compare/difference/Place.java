package dev.mintmark.compare.difference;

/**
 * A way into an artifact, from the outside in: {@code layer 1 > opt/app/serve.py > mode}.
 *
 * @param text empty for the whole artifact; one line
 */
public record Place(String text) {
  /** The whole artifact. */
  public static final Place ROOT = new Place("");

  private static final int MAX_PART = 200;

  /** One step further in; what nobody can see in the part is escaped. */
  public Place in(String part) {
    String shown = Shown.text(part, MAX_PART);
    return new Place(text.isEmpty() ? shown : text + " > " + shown);
  }

  @Override
  public String toString() {
    return text.isEmpty() ? "the artifact" : text;
  }
}
