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

  /** The last attempt passed. */
  record Passed(QuantizedModel model, Scheme config, List<Attempt> attempts)
      implements LadderResult {
    public Passed {
      attempts = List.copyOf(attempts);
    }
  }

  /** No rung reached the gate's minimum. */
  record Failed(List<Attempt> attempts) implements LadderResult {
    public Failed {
      attempts = List.copyOf(attempts);
    }
  }
}
