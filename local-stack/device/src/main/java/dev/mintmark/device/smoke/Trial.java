package dev.mintmark.device.smoke;

import dev.mintmark.device.pull.PulledModel;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.device.refusal.DeviceException;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.run.Comparison;
import dev.mintmark.quantizer.run.RecordedOutputs;
import java.util.Map;

/** Runs the release's samples through its model and compares with what the converter recorded. */
public final class Trial {
  private Trial() {}

  /**
   * How far the outputs were from the recorded ones.
   *
   * @param samples tried, 1 or more
   * @param greatest difference, see {@link dev.mintmark.quantizer.run.RecordedRun#difference}
   * @param tolerance that the converter recorded
   */
  public record Passed(int samples, double greatest, double tolerance) {}

  /**
   * Tries the model.
   *
   * @throws DeviceException DEV-030 when an output differs, DEV-031 when nothing can be concluded
   */
  public static Passed run(PulledModel pulled) {
    if (pulled.smoke().isEmpty()) {
      throw new DeviceException(
          DeviceCode.TRIAL, "cannot try the model: the release has no smoke sample");
    }
    RecordedOutputs recorded = new RecordedOutputs(pulled.expected());
    double greatest = 0;
    try {
      for (Map.Entry<String, byte[]> sample : pulled.smoke().entrySet()) {
        Comparison comparison = recorded.check(pulled.model(), sample.getKey(), sample.getValue());
        greatest = Math.max(greatest, difference(sample.getKey(), comparison));
      }
      return new Passed(pulled.smoke().size(), greatest, recorded.tolerance());
    } catch (QuantizerException e) {
      throw new DeviceException(DeviceCode.TRIAL, "cannot try the model: " + e.getMessage(), e);
    }
  }

  private static double difference(String sample, Comparison comparison) {
    return switch (comparison) {
      case Comparison.Same same -> same.greatest();
      case Comparison.Different different ->
          throw new DeviceException(
              DeviceCode.OUTPUT,
              "cannot trust the model: for sample "
                  + sample
                  + " the output "
                  + different.output()
                  + " "
                  + different.found());
    };
  }
}
