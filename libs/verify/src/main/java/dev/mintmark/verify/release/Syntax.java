package dev.mintmark.verify.release;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The forms of names in a release statement. */
enum Syntax {
  NAME("name", "[a-z0-9]+([._-][a-z0-9]+)*", 64),
  VERSION(
      "version", "v(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*)){2}(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?", 64),
  TARGET("target", "[a-z0-9]+([._-][a-z0-9]+)*", 64),
  PLATFORM("platform", "[a-z0-9]+/[a-z0-9_]+(/[a-z0-9]+)?", 64),
  REPOSITORY("repository", "[a-z0-9]+([._/-][a-z0-9]+)*", 255);

  private final String what;
  private final Pattern form;
  private final int most;

  Syntax(String what, String form, int most) {
    this.what = what;
    this.form = Pattern.compile(form);
    this.most = most;
  }

  boolean matches(String text) {
    return text.length() <= most && form.matcher(text).matches();
  }

  void require(String text) {
    if (!matches(text)) {
      throw new IllegalArgumentException(
          "not a " + what + ": '" + text + "'; expected " + form + ", at most " + most);
    }
  }

  static void requirePath(String path) {
    boolean safe =
        path.length() <= 1024
            && path.codePoints().allMatch(Syntax::isPrintable)
            && Stream.of(path.split("/", -1)).noneMatch(Set.of("", ".", "..")::contains);
    if (!safe) {
      throw new IllegalArgumentException("not a relative path inside a folder: '" + path + "'");
    }
  }

  /** Neither control nor invisible nor text-turning characters, and nothing unassigned. */
  static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  static List<NamedBlob> sorted(String what, List<NamedBlob> blobs) {
    for (int i = 1; i < blobs.size(); i++) {
      if (blobs.get(i - 1).path().compareTo(blobs.get(i).path()) >= 0) {
        throw new IllegalArgumentException(
            what + " files are not sorted, or doubled: " + blobs.get(i).path());
      }
    }
    return List.copyOf(blobs);
  }
}
