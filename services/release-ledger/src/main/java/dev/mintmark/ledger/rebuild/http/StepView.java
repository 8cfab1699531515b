package dev.mintmark.ledger.rebuild.http;

import dev.mintmark.ledger.rebuild.chain.Steps;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step that the rebuild runs.
 *
 * @param toolchain {@code sha256:<hex>} of the recorded toolchain document; null where none was
 *     recorded
 */
public record StepView(String step, @Nullable String toolchain) {

  /** All five, in the order of the line. */
  static List<StepView> of(Map<String, String> toolchains) {
    return Arrays.stream(Steps.values())
        .map(step -> new StepView(step.step(), toolchains.get(step.step())))
        .toList();
  }
}
