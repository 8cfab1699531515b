package dev.mintmark.verify.model;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.Arrays;
import java.util.List;

/**
 * Where a file of a model is: a relative path with slashes, no empty, {@code .} or {@code ..} part.
 * {@link #SELF} is a model that is one file.
 *
 * <p>Ordered part by part and by code point, as Python orders {@code PurePosixPath}: {@code a/b}
 * comes before {@code a.txt}.
 */
public record ModelPath(String text) implements Comparable<ModelPath> {
  /** The one file of a model that is no folder. */
  public static final ModelPath SELF = new ModelPath(".");

  private static final int SHOWN = 120;

  /** Refuses any other form with VER-082. */
  public ModelPath {
    if (!text.equals(".") && !isPlain(text)) {
      throw new RefusedException(
          RefusalCode.MODEL_STATEMENT,
          "cannot use '" + shown(text) + "' as a file of a model: it is no plain relative path");
    }
  }

  private static boolean isPlain(String text) {
    return text.indexOf('\0') < 0
        && Arrays.stream(text.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  /** Whether this is the other path or lies under it. */
  boolean isWithin(ModelPath other) {
    return text.equals(other.text) || text.startsWith(other.text + "/");
  }

  private List<String> parts() {
    return equals(SELF) ? List.of() : List.of(text.split("/", -1));
  }

  @Override
  public int compareTo(ModelPath other) {
    List<String> mine = parts();
    List<String> theirs = other.parts();
    for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
      int order =
          Arrays.compare(mine.get(i).codePoints().toArray(), theirs.get(i).codePoints().toArray());
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(mine.size(), theirs.size());
  }

  /** For messages: a stranger may have chosen it, so no control character and no endless name. */
  @Override
  public String toString() {
    return shown(text);
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\p{C}", "?");
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "..." : plain;
  }
}
