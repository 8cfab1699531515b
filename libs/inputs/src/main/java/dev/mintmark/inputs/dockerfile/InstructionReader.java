package dev.mintmark.inputs.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts a Dockerfile into instructions, as the builders do: continued lines, comments between. */
final class InstructionReader {
  private static final Pattern DIRECTIVE =
      Pattern.compile("#[ \\t]*(syntax|escape|check)[ \\t]*=.*", Pattern.CASE_INSENSITIVE);

  /** No others: builders know two. */
  private static final Pattern OUTER_BLANKS = Pattern.compile("^[ \\t]+|[ \\t]+$");

  private final String text;
  private final List<Instruction> instructions = new ArrayList<>();
  private StringBuilder open = new StringBuilder();
  private List<Integer> places = new ArrayList<>();
  private int openedIn;
  private boolean continued;

  private InstructionReader(String text) {
    this.text = text;
  }

  static List<Instruction> read(String text) throws DockerfileException {
    InstructionReader reader = new InstructionReader(text);
    int line = 1;
    for (int start = 0; start < text.length(); line++) {
      int end = text.indexOf('\n', start);
      int next = end < 0 ? text.length() : end;
      reader.line(line, start, next);
      start = next + 1;
    }
    if (reader.continued) {
      throw new DockerfileException(
          DockerfileFault.FORM,
          reader.openedIn,
          "the file ends within the instruction",
          "take away the backslash at its end");
    }
    return reader.instructions;
  }

  private void line(int line, int start, int end) throws DockerfileException {
    String stripped = OUTER_BLANKS.matcher(text.substring(start, end)).replaceAll("");
    if (stripped.startsWith("#")) {
      requireNoDirective(line, stripped);
      return;
    }
    if (stripped.isEmpty()) {
      if (continued) {
        throw new DockerfileException(
            DockerfileFault.FORM,
            line,
            "an empty line stands within an instruction",
            "take it away: builders do not agree on it");
      }
      return;
    }
    if (!continued) {
      openedIn = line;
    }
    continued = stripped.endsWith("\\");
    int last = continued ? text.lastIndexOf('\\', end - 1) : end;
    for (int at = start; at < last; at++) {
      open.append(text.charAt(at));
      places.add(at);
    }
    if (!continued) {
      instructions.add(new Instruction(openedIn, open.toString(), places));
      open = new StringBuilder();
      places = new ArrayList<>();
    }
  }

  private void requireNoDirective(int line, String comment) throws DockerfileException {
    if (instructions.isEmpty() && !continued && DIRECTIVE.matcher(comment).matches()) {
      throw new DockerfileException(
          comment.toLowerCase(java.util.Locale.ROOT).contains("syntax")
              ? DockerfileFault.NETWORK
              : DockerfileFault.FORM,
          line,
          "it is a directive to the builder: " + Shown.of(comment),
          "take it away: a frontend is a program from elsewhere, and the file is read in one way");
    }
  }
}
