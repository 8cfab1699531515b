package dev.mintmark.inputs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Python packages that somebody wants, loosely: a name with extras and version specifiers (PEP
 * 508) on each line. Options, addresses and markers are refused: a lock is made of it, by pip, and
 * pip would read a marker for the machine that it runs on.
 *
 * @param wishes lines in pip's form, without spaces, in the file's order
 */
public record PythonWishes(List<String> wishes) {
  private static final int MAX_BYTES = 1 << 20;
  private static final String CLAUSE =
      "(?:~=|==|!=|<=|>=|<|>)[A-Za-z0-9][A-Za-z0-9.!+_-]*(?:\\.\\*)?";
  private static final Pattern WISH =
      Pattern.compile(
          "([A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?)"
              + "(?:\\[[A-Za-z0-9._-]+(?:,[A-Za-z0-9._-]+)*\\])?"
              + "(?:"
              + CLAUSE
              + "(?:,"
              + CLAUSE
              + ")*)?");

  public PythonWishes {
    wishes = List.copyOf(wishes);
  }

  /**
   * Reads the file.
   *
   * @throws FaultyLineException naming the first line that is no wish
   */
  public static PythonWishes parse(byte[] file) throws FaultyLineException {
    List<String> wishes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (LockLines.Line line : LockLines.of(file, MAX_BYTES)) {
      String text =
          line.text()
              .replaceFirst("\\s#.*$", "")
              .replaceAll("\\s*(~=|==|!=|<=|>=|<|>|,|\\[|\\])\\s*", "$1")
              .strip();
      Matcher wish = WISH.matcher(text);
      if (!wish.matches()) {
        throw line.faulty("the line is not a name with version specifiers, e.g. numpy>=2,<3");
      }
      if (!names.add(RequirementsLock.normalized(wish.group(1)))) {
        throw line.faulty("the package stands twice");
      }
      wishes.add(text);
    }
    if (wishes.isEmpty()) {
      throw new FaultyLineException(1, "", "the file names no package");
    }
    return new PythonWishes(wishes);
  }
}
