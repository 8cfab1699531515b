package dev.mintmark.quantizer.calibrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ranges that calibration measured, for every calibrator. Its text has one form:
 *
 * <pre>
 * mintmark-calibration 1
 * model sha256:...
 * samples 48 sha256:...
 * runtime onnxruntime-1.29.0
 * range min-max 0x0.0p0 0x1.8p3 tensor name
 * range percentile 0x0.0p0 0x1.4p3 tensor name
 * </pre>
 *
 * Ranges are sorted by tensor name (UTF-16 code units) and calibrator; numbers are Java's hex
 * floats, so no digit is lost.
 *
 * @param model digest of the float model
 * @param samples digest of the set of samples
 * @param sampleCount at least 1
 * @param runtime name and version of what ran the model, without spaces
 * @param ranges for each tensor one range for each calibrator
 */
public record CalibrationTable(
    Digest model,
    Digest samples,
    int sampleCount,
    String runtime,
    SortedMap<String, Map<Calibrator, Range>> ranges) {
  private static final String FIRST_LINE = "mintmark-calibration 1";

  public CalibrationTable {
    TreeMap<String, Map<Calibrator, Range>> sorted = new TreeMap<>();
    ranges.forEach((tensor, all) -> sorted.put(tensor, Map.copyOf(all)));
    ranges = Collections.unmodifiableSortedMap(sorted);
  }

  /** The range of a tensor; empty for one that was not measured. */
  public Optional<Range> range(String tensor, Calibrator calibrator) {
    return Optional.ofNullable(ranges.get(tensor)).map(all -> all.get(calibrator));
  }

  /** The text form, UTF-8. */
  public byte[] bytes() {
    StringBuilder text = new StringBuilder();
    text.append(FIRST_LINE).append('\n');
    text.append("model ").append(model).append('\n');
    text.append("samples ").append(sampleCount).append(' ').append(samples).append('\n');
    text.append("runtime ").append(runtime).append('\n');
    ranges.forEach(
        (tensor, all) -> new TreeMap<>(all).forEach((by, range) -> line(text, by, range, tensor)));
    return text.toString().getBytes(UTF_8);
  }

  private static void line(StringBuilder text, Calibrator calibrator, Range range, String tensor) {
    text.append("range ").append(calibrator.id()).append(' ');
    text.append(Float.toHexString(range.low())).append(' ');
    text.append(Float.toHexString(range.high())).append(' ').append(tensor).append('\n');
  }

  /**
   * Reads the text form.
   *
   * @throws QuantizerException {@code QNT-021} unless the bytes are exactly what {@link #bytes}
   *     writes
   */
  public static CalibrationTable parse(byte[] bytes) {
    try {
      CalibrationTable table = parseLines(new String(bytes, UTF_8).lines().toList());
      if (!Arrays.equals(table.bytes(), bytes)) {
        throw new IllegalArgumentException("its lines are not in their one form and order");
      }
      return table;
    } catch (IllegalArgumentException e) {
      throw new QuantizerException(
          RefusalCode.BAD_TABLE,
          "calibration table",
          "cannot be read: " + e.getMessage(),
          "calibrate again",
          e);
    }
  }

  private static CalibrationTable parseLines(List<String> lines) {
    if (lines.size() < 4 || !lines.getFirst().equals(FIRST_LINE)) {
      throw new IllegalArgumentException("it does not start with '" + FIRST_LINE + "'");
    }
    String[] samples = fields(lines.get(2), "samples", 3);
    SortedMap<String, Map<Calibrator, Range>> ranges = new TreeMap<>();
    for (String line : lines.subList(4, lines.size())) {
      String[] fields = fields(line, "range", 5);
      Calibrator calibrator =
          Calibrator.byId(fields[1])
              .orElseThrow(() -> new IllegalArgumentException("calibrator " + fields[1]));
      ranges
          .computeIfAbsent(fields[4], t -> new EnumMap<>(Calibrator.class))
          .put(calibrator, new Range(Float.parseFloat(fields[2]), Float.parseFloat(fields[3])));
    }
    return new CalibrationTable(
        Digest.parse(fields(lines.get(1), "model", 2)[1]),
        Digest.parse(samples[2]),
        Integer.parseInt(samples[1]),
        fields(lines.get(3), "runtime", 2)[1],
        ranges);
  }

  private static String[] fields(String line, String key, int count) {
    String[] fields = line.split(" ", count);
    if (fields.length != count || !fields[0].equals(key)) {
      throw new IllegalArgumentException("line '" + line + "'");
    }
    return fields;
  }
}
