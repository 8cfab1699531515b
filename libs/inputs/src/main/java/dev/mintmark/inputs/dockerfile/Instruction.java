package dev.mintmark.inputs.dockerfile;

import java.util.ArrayList;
import java.util.List;

/**
 * One instruction, its continued lines joined.
 *
 * @param line that it begins in, from 1
 * @param text of all its lines, without backslashes at their ends and comments between them
 * @param places of the text's characters in the file
 */
record Instruction(int line, String text, List<Integer> places) {
  /**
   * A word of the instruction.
   *
   * @param start of its first character in the file
   */
  record Word(String text, int start, int line) {
    /** A part of the word, which must lie on one line of the file. */
    Word part(int from) {
      return new Word(text.substring(from), start + from, line);
    }
  }

  Instruction {
    places = List.copyOf(places);
  }

  /** Its words, split at blanks and tabs; the first is the instruction's name. */
  List<Word> words() {
    List<Word> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (isBlank(text.charAt(at))) {
        at++;
        continue;
      }
      int end = at;
      while (end < text.length() && !isBlank(text.charAt(end))) {
        end++;
      }
      words.add(new Word(text.substring(at, end), places.get(at), line));
      at = end;
    }
    return words;
  }

  /** Whether the word's characters follow each other in the file, so that it can be replaced. */
  boolean isWhole(Word word) {
    int first = places.indexOf(word.start());
    if (first < 0 || !text.startsWith(word.text(), first)) {
      return false;
    }
    for (int i = 0; i < word.text().length(); i++) {
      if (places.get(first + i) != word.start() + i) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
