package dev.mintmark.ledger.collect.sweep;

import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Inventory;
import dev.mintmark.ledger.collect.mark.Marked;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Goes through all that the store has, and tells what stays from what may go. */
final class Survey {
  private final Inventory inventory;
  private final ArtifactStore store;
  private final Marked marked;
  private final Instant before;

  private final Map<Kind, Tally> garbage = new EnumMap<>(Kind.class);
  private Tally log = Tally.NONE;
  private Tally pointers = Tally.NONE;
  private Tally young = Tally.NONE;

  /**
   * @param before what was written later stays
   */
  Survey(Inventory inventory, ArtifactStore store, Marked marked, Instant before) {
    this.inventory = inventory;
    this.store = store;
    this.marked = marked;
    this.before = before;
  }

  /** Everything, share by share; notes what of the named is there. */
  Usage run(Progress progress, Consumer<Candidate> garbage) {
    for (int share = 0; share < Inventory.SHARES; share++) {
      inventory.list(share, item -> count(item, garbage));
      progress.at("store", share + 1L, Inventory.SHARES);
    }
    Map<String, Tally> kinds = new LinkedHashMap<>();
    this.garbage.forEach((kind, tally) -> kinds.put(kind.word(), tally));
    return new Usage(log, pointers, young, kinds);
  }

  private void count(Inventory.Item item, Consumer<Candidate> found) {
    marked.there(item.digest());
    switch (marked.reason(item.digest())) {
      case LOG -> log = log.and(item.size());
      case POINTER -> pointers = pointers.and(item.size());
      case NONE -> {
        if (!item.modified().isBefore(before)) {
          young = young.and(item.size());
          return;
        }
        Kind kind = Kind.of(store, item.digest(), item.size());
        garbage.merge(kind, Tally.NONE.and(item.size()), (tally, one) -> tally.and(item.size()));
        found.accept(new Candidate(item.digest(), item.size(), kind));
      }
    }
  }
}
