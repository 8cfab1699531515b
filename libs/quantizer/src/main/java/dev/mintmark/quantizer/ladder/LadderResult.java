package dev.mintmark.quantizer.ladder;

import dev.mintmark.quantizer.apply.QuantizedModel;
import dev.mintmark.quantizer.scheme.Scheme;
import java.util.List;

/**
 * What climbing the ladder came to.
 *
 * <p>A gate that cannot decide is neither: it is refused by exception, because no rung would change
 * it.
 */
public sealed interface LadderResult {
  /** Every rung tried, in order. */
  List<Attempt> attempts();

  /** Every rung on the way that the model has no form for, in order. */
  List<Impossible> impossible();

  /** The last attempt passed. */
  record Passed(
      QuantizedModel model, Scheme config, List<Attempt> attempts, List<Impossible> impossible)
      implements LadderResult {
    public Passed {
      attempts = List.copyOf(attempts);
      impossible = List.copyOf(impossible);
    }
  }

  /** No rung reached the gate's minimum. */
  record Failed(List<Attempt> attempts, List<Impossible> impossible) implements LadderResult {
    public Failed {
      attempts = List.copyOf(attempts);
      impossible = List.copyOf(impossible);
    }
  }
}
