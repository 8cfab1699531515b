package dev.mintmark.convert;

import dev.mintmark.convert.profile.TargetSettings;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.apply.QuantizedModel;
import dev.mintmark.quantizer.apply.Quantizer;
import dev.mintmark.quantizer.calibrate.Calibration;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.ladder.Ladder;
import dev.mintmark.quantizer.ladder.LadderResult;
import dev.mintmark.quantizer.ladder.Rungs;
import dev.mintmark.quantizer.noise.TensorNoise;
import dev.mintmark.quantizer.scheme.Scheme;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a model for targets: calibrates once, and climbs the ladder of each target's rungs. */
public final class Converter {
  /** How many tensors a refusal names. */
  private static final int NOISIEST = 3;

  private static final int LONGEST_NAME = 60;

  private final Material material;
  private final CalibrationTable table;

  private Converter(Material material, CalibrationTable table) {
    this.material = material;
    this.table = table;
  }

  /**
   * Measures the ranges that the targets' rungs need.
   *
   * @throws QuantizerException as reading samples and running the model do
   */
  public static Converter calibrate(Material material, Collection<TargetSettings> targets) {
    Set<Calibrator> wanted = EnumSet.noneOf(Calibrator.class);
    targets.forEach(target -> wanted.addAll(Rungs.calibrators(target.rungs())));
    return new Converter(
        material, Calibration.measure(material.model(), material.calibration(), wanted));
  }

  /** What was measured; no rung has been tried for it yet. */
  public CalibrationTable table() {
    return table;
  }

  /**
   * Tries the rungs in their order, until one passes.
   *
   * @throws QuantizerException QNT-032 when the gate cannot decide
   */
  public LadderResult climb(TargetSettings settings) {
    return new Ladder(material.model(), table, material.validation(), material.gate())
        .climb(settings.rungs());
  }

  /**
   * The model for these settings.
   *
   * @param target for the error
   * @throws QuantizerException QNT-032 when the gate cannot decide, QNT-033 when no rung reaches
   *     its minimum
   */
  public Conversion convert(String target, TargetSettings settings) {
    return switch (climb(settings)) {
      case LadderResult.Passed passed -> conversion(passed);
      case LadderResult.Failed failed -> throw refusal(target, failed, settings);
    };
  }

  /** What passed, with the table that it was made from. */
  public Conversion conversion(LadderResult.Passed passed) {
    return new Conversion(
        passed.config(),
        passed.model(),
        passed.config().needsTable() ? Optional.of(table) : Optional.empty(),
        passed.attempts(),
        passed.impossible());
  }

  /** Why no rung passed: what was tried, and where the first of them hurts most. */
  public QuantizerException refusal(
      String target, LadderResult.Failed failed, TargetSettings settings) {
    Stream<String> measured =
        failed.attempts().stream()
            .map(attempt ->
                attempt.rung()
                    + " "
                    + attempt.measured().value()
                    + (attempt.finite() ? "" : " (not finite)"));
    Stream<String> impossible =
        failed.impossible().stream()
            .map(rung -> rung.rung() + " (not possible: " + rung.code() + ")");
    String tried = Stream.concat(measured, impossible).collect(Collectors.joining(", "));
    return new QuantizerException(
        RefusalCode.GATE_NOT_REACHED,
        "target " + target,
        material.gate().metric().name()
            + " needs "
            + material.gate().minimum()
            + ", tried "
            + tried
            + noisiest(settings),
        "train for quantization, give better calibration samples, or lower the gate");
  }

  private String noisiest(TargetSettings settings) {
    Optional<Scheme> rung = settings.rungs().stream().filter(Scheme::needsTable).findFirst();
    if (rung.isEmpty()) {
      return "";
    }
    return noise(rung.get()).stream()
        .limit(NOISIEST)
        .map(noise -> shortened(noise.tensor()) + " " + noise.decibels() + " dB")
        .collect(Collectors.joining(", ", "; noisiest by " + rung.get().rung() + ": ", ""));
  }

  /**
   * Where a rung hurts.
   *
   * @return the noisiest tensor first; empty for a rung that keeps activations in float
   */
  public List<TensorNoise> noise(Scheme rung) {
    QuantizedModel quantized = Quantizer.apply(material.model(), table, rung);
    return TensorNoise.measure(material.model(), quantized, material.calibration());
  }

  /** The model of a rung, whether or not it passed; pure. */
  public QuantizedModel apply(Scheme rung) {
    return Quantizer.apply(material.model(), table, rung);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }
}
