package dev.mintmark.convert.bench;

import dev.mintmark.convert.Conversion;
import dev.mintmark.convert.Converter;
import dev.mintmark.convert.Material;
import dev.mintmark.convert.profile.Limits;
import dev.mintmark.convert.profile.TargetSettings;
import dev.mintmark.quantizer.ladder.RungForm;
import dev.mintmark.quantizer.ladder.Rungs;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.ActivationType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a user gets: {@code MODEL CALIBRATION VALIDATION OUT METRIC PARAMETERS MINIMUM RUNGS}.
 * Prints the rung that passed, or why none did.
 */
final class LadderOnce {
  private LadderOnce() {}

  public static void main(String[] arguments) throws IOException {
    RungForm form = RungForm.of(ActivationType.UINT8, true);
    TargetSettings settings =
        new TargetSettings(
            Stream.of(arguments[7].split(",")).map(name -> Rungs.named(name, form)).toList(),
            Limits.NONE);
    Material material =
        new Material(
            OnnxModel.parse(Files.readAllBytes(Path.of(arguments[0]))),
            SampleSet.of("calibration", Path.of(arguments[1])),
            SampleSet.of("validation", Path.of(arguments[2])),
            Gates.of(arguments[4], arguments[5], Double.parseDouble(arguments[6])));
    Conversion made =
        Converter.calibrate(material, List.of(settings)).convert("comparison", settings);
    Files.write(Path.of(arguments[3]), made.model().bytes());
    System.out.println(made.rung().rung());
  }
}
