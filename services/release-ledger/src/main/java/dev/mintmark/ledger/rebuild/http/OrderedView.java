package dev.mintmark.ledger.rebuild.http;

import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.rebuild.chain.Steps;
import dev.mintmark.ledger.rebuild.order.OrderedRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an order became. */
public record OrderedView(List<Item> rebuilds) {

  /**
   * One run.
   *
   * @param since RFC 3339, UTC
   */
  public record Item(
      String run, String toolchain, String since, List<StepView> steps, List<String> releases) {
    static Item of(OrderedRun run) {
      Map<String, String> toolchains = new LinkedHashMap<>();
      for (Map.Entry<Steps, String> step : run.toolchains().entrySet()) {
        toolchains.put(step.getKey().step(), step.getValue());
      }
      return new Item(
          run.run().id(),
          run.toolchain().toString().toLowerCase(Locale.ROOT),
          run.since().toString(),
          StepView.of(toolchains),
          run.releases().stream().map(ReleaseId::toString).toList());
    }
  }

  static OrderedView of(List<OrderedRun> runs) {
    return new OrderedView(runs.stream().map(Item::of).toList());
  }
}
