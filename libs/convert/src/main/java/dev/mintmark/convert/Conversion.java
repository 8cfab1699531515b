package dev.mintmark.convert;

import dev.mintmark.quantizer.apply.QuantizedModel;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.ladder.Attempt;
import dev.mintmark.quantizer.ladder.Impossible;
import dev.mintmark.quantizer.scheme.Scheme;
import java.util.List;
import java.util.Optional;

/**
 * A model that passed its gate.
 *
 * @param table none for a rung that needs none
 * @param attempts the last one passed
 * @param impossible rungs on the way that the model has no form for
 */
public record Conversion(
    Scheme rung,
    QuantizedModel model,
    Optional<CalibrationTable> table,
    List<Attempt> attempts,
    List<Impossible> impossible) {
  public Conversion {
    attempts = List.copyOf(attempts);
    impossible = List.copyOf(impossible);
  }

  /** The attempt that passed. */
  public Attempt passed() {
    return attempts.getLast();
  }
}
