package dev.mintmark.quantizer.apply;

import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.calibrate.Range;
import dev.mintmark.quantizer.model.FloatTensors;
import dev.mintmark.quantizer.model.OnnxModel;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tables that nobody measured, so that they are the same on every processor. */
final class FixedTable {
  private FixedTable() {}

  /** Each tensor from -1 to 3; what Relu and its like make from 0. */
  static CalibrationTable of(OnnxModel model) {
    TreeMap<String, float[]> ranges = new TreeMap<>();
    for (String tensor : FloatTensors.of(model)) {
      boolean positive = tensor.endsWith("relu") || tensor.equals("pooled");
      ranges.put(tensor, new float[] {positive ? 0 : -1, 3});
    }
    return of(model, ranges);
  }

  static CalibrationTable of(OnnxModel model, Map<String, float[]> given) {
    SortedMap<String, Map<Calibrator, Range>> ranges = new TreeMap<>();
    given.forEach((tensor, ends) -> {
      Range range = new Range(ends[0], ends[1]);
      ranges.put(tensor, Map.of(Calibrator.MIN_MAX, range, Calibrator.PERCENTILE, range));
    });
    return new CalibrationTable(model.digest(), Digest.of(new byte[0]), 1, "none", ranges);
  }
}
