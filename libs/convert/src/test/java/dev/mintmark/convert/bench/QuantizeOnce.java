package dev.mintmark.convert.bench;

import dev.mintmark.quantizer.apply.Quantizer;
import dev.mintmark.quantizer.calibrate.Calibration;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.ladder.RungForm;
import dev.mintmark.quantizer.ladder.Rungs;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Calibrates and quantizes, and judges nothing: {@code MODEL CALIBRATION OUT RUNG}. */
final class QuantizeOnce {
  private QuantizeOnce() {}

  public static void main(String[] arguments) throws IOException {
    OnnxModel model = OnnxModel.parse(Files.readAllBytes(Path.of(arguments[0])));
    Scheme rung = Rungs.named(arguments[3], RungForm.of(ActivationType.UINT8, true));
    SampleSet samples = SampleSet.of("calibration", Path.of(arguments[1]));
    // A rung without a table takes nothing from calibration.
    SampleSet needed =
        rung.needsTable() ? samples : new SampleSet("calibration", samples.samples().subList(0, 1));
    CalibrationTable table = Calibration.measure(model, needed, ranges(rung));
    Files.write(Path.of(arguments[2]), Quantizer.apply(model, table, rung).bytes());
  }

  /** The other tool measures no other ranges either. */
  private static Set<Calibrator> ranges(Scheme rung) {
    return rung instanceof Scheme.Static fixed
        ? Set.of(fixed.calibrator())
        : Set.of(Calibrator.MIN_MAX);
  }
}
