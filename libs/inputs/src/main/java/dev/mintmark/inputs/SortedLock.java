package dev.mintmark.inputs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The form that locks of our own share: a head line that says what all others are for, then a line
 * for each thing, sorted, none twice.
 *
 * @param thing what a line locks, for messages
 * @param head of the head line
 * @param headForm the same for people
 * @param order of the lines
 * @param orderWords the same for people, e.g. {@code architecture and name}
 */
record SortedLock<T>(
    String thing, Pattern head, String headForm, Comparator<T> order, String orderWords) {
  /** Reads one line. */
  @FunctionalInterface
  interface LineReader<T> {
    T read(LockLines.Line line) throws FaultyLineException;
  }

  /** What a file says. */
  record Contents<T>(Matcher head, List<T> things) {}

  /**
   * Reads a file.
   *
   * @throws FaultyLineException naming the first line that is not whole, out of order or doubled
   */
  Contents<T> read(byte[] file, int maxBytes, LineReader<T> reader) throws FaultyLineException {
    List<LockLines.Line> lines = LockLines.of(file, maxBytes);
    if (lines.isEmpty()) {
      throw new FaultyLineException(1, "", "the file locks no " + thing);
    }
    Matcher words = head.matcher(lines.getFirst().text());
    if (!words.matches()) {
      throw lines.getFirst().faulty("the first line is not `" + headForm + "`");
    }
    List<T> things = new ArrayList<>();
    for (LockLines.Line line : lines.subList(1, lines.size())) {
      T next = reader.read(line);
      if (!things.isEmpty() && order.compare(things.getLast(), next) >= 0) {
        throw line.faulty("the line is doubled, or not sorted by " + orderWords);
      }
      things.add(next);
    }
    if (things.isEmpty()) {
      throw lines.getFirst().faulty("the file locks no " + thing);
    }
    return new Contents<>(words, things);
  }

  /**
   * The text of a file: reading it gives the same things again.
   *
   * @param begin comments and the head line, each with its newline
   */
  byte[] write(String begin, List<T> things, Function<T, String> line) {
    return things.stream()
        .sorted(order)
        .map(line)
        .collect(Collectors.joining("\n", begin, "\n"))
        .getBytes(UTF_8);
  }
}
