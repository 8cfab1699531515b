package dev.mintmark.compare.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.compare.difference.MalformedException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A calibration table's text form, as {@code libs/quantizer} writes it.
 *
 * @param header the lines before the ranges
 * @param ranges by {@code <calibrator> <tensor>}, in their order
 */
public record CalibrationText(List<String> header, SequencedMap<String, Range> ranges) {
  private static final int HEADER_LINES = 4;
  private static final String FIRST_LINE = "mintmark-calibration 1";

  /** A range as written, in hex floats. */
  public record Range(String lowText, String highText) {
    public float low() {
      return Float.parseFloat(lowText);
    }

    public float high() {
      return Float.parseFloat(highText);
    }

    /** The greatest magnitude in it. */
    public double magnitude() {
      return Math.max(Math.abs((double) low()), Math.abs((double) high()));
    }
  }

  /**
   * Reads the text form.
   *
   * @throws MalformedException for anything else
   */
  public static CalibrationText parse(byte[] bytes) {
    List<String> lines = Text.lines(Text.decode(bytes));
    if (!lines.getFirst().strip().equals(FIRST_LINE)) {
      throw new MalformedException("it does not start with '" + FIRST_LINE + "'");
    }
    List<String> header =
        lines.stream().filter(l -> !l.startsWith("range ") && !l.isEmpty()).toList();
    SequencedMap<String, Range> ranges = new LinkedHashMap<>();
    lines.stream().filter(l -> l.startsWith("range ")).forEach(l -> add(ranges, l));
    return new CalibrationText(header, ranges);
  }

  /** Whether the bytes are exactly what the quantizer would write for this table. */
  public boolean isOneForm(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    header.forEach(line -> text.append(line).append('\n'));
    ranges.forEach((name, range) -> {
      int space = name.indexOf(' ');
      text.append("range ").append(name, 0, space).append(' ');
      text.append(Float.toHexString(range.low())).append(' ');
      text.append(Float.toHexString(range.high())).append(name, space, name.length());
      text.append('\n');
    });
    return header.size() == HEADER_LINES && Arrays.equals(text.toString().getBytes(UTF_8), bytes);
  }

  private static void add(SequencedMap<String, Range> ranges, String line) {
    String[] fields = line.split(" ", 5);
    if (fields.length != 5 || !isFinite(fields[2]) || !isFinite(fields[3])) {
      throw new MalformedException("a line is no range: '" + line + "'");
    }
    if (ranges.put(fields[1] + " " + fields[4], new Range(fields[2], fields[3])) != null) {
      throw new MalformedException("a range stands in it twice: '" + line + "'");
    }
  }

  private static boolean isFinite(String text) {
    try {
      return Float.isFinite(Float.parseFloat(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
