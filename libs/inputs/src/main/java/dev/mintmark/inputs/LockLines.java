package dev.mintmark.inputs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** The lines of a lock file that say something. */
final class LockLines {
  private LockLines() {}

  /**
   * A line without blanks at its end; comments start with {@code #} and have lines of their own.
   */
  record Line(int number, String text) {
    FaultyLineException faulty(String fault) {
      return new FaultyLineException(number, text, fault);
    }
  }

  static List<Line> of(byte[] file, int maxBytes) throws FaultyLineException {
    if (file.length > maxBytes) {
      throw new FaultyLineException(
          1, "", "the file has " + file.length + " bytes, more than " + maxBytes);
    }
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String text : text(file).split("\n", -1)) {
      number++;
      if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
        throw new FaultyLineException(number, "", "the line has a control character");
      }
      String said = text.stripTrailing();
      if (!said.isEmpty() && !said.startsWith("#")) {
        lines.add(new Line(number, said));
      }
    }
    return lines;
  }

  static String text(byte[] file) throws FaultyLineException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException e) {
      throw new FaultyLineException(1, "", "the file is not UTF-8 text");
    }
  }
}
