package dev.mintmark.ledger.collect.sweep;

import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Inventory;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.ledger.collect.mark.Marking;
import dev.mintmark.ledger.collect.mark.Missing;
import dev.mintmark.ledger.projection.WholeLog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** One collection: mark, count, and where nothing speaks against it, remove. */
final class Collector {
  private final WholeLog log;
  private final Pointers pointers;
  private final ArtifactStore store;
  private final Inventory inventory;
  private final Clock clock;

  Collector(
      WholeLog log, Pointers pointers, ArtifactStore store, Inventory inventory, Clock clock) {
    this.log = log;
    this.pointers = pointers;
    this.store = store;
    this.inventory = inventory;
    this.clock = clock;
  }

  /**
   * Collects.
   *
   * @param id of the collection, for its report
   * @throws dev.mintmark.kit.refusal.RefusedException LDG-050 to LDG-052: it cannot be told what is
   *     named; nothing was removed
   * @throws dev.mintmark.kit.store.UnavailableException when the world is in the way; what was
   *     removed until then may go, and the next collection goes on
   */
  Collected collect(String id, Order order, Turn.Taken turn, Progress progress) {
    Instant before = clock.instant().minus(order.olderThan());
    try (Marking marking = new Marking(log, pointers, store)) {
      order.lost().forEach(marking.marked()::lost);
      marking.all(records -> progress.at("log", records, 0));
      Usage usage =
          new Survey(inventory, store, marking.marked(), before).run(progress, garbage -> {});
      List<Missing> missing = marking.missing();
      if (order.mode() != Order.Mode.USAGE && !missing.isEmpty()) {
        throw held(missing);
      }
      Report report = new Report(store, pointers, id);
      Sweep sweep = new Sweep(inventory, marking, turn, report, before);
      if (order.mode() == Order.Mode.DELETE) {
        new Survey(inventory, store, marking.marked(), before)
            .run((phase, done, total) -> progress.at("removal", done, total), sweep::add);
        sweep.flush();
      }
      return new Collected(usage, sweep.removed(), sweep.spared(), missing, report.batches());
    }
  }

  private static RuntimeException held(List<Missing> missing) {
    Missing first = missing.getFirst();
    String others = missing.size() == 1 ? "" : ", and " + (missing.size() - 1) + " more";
    return new Refusal(
            "LDG-052",
            "artifact " + first.digest() + others,
            "it is not in the store, or damaged, and "
                + first.by()
                + " names it as "
                + first.role()
                + ": what it names cannot be told",
            "restore it, or say with \"lost\" that it is gone for good; a count lists all of them")
        .asException();
  }
}
