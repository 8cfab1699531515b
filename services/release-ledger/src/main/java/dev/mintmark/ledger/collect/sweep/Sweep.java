package dev.mintmark.ledger.collect.sweep;

import dev.mintmark.kit.store.Inventory;
import dev.mintmark.ledger.collect.mark.Marked;
import dev.mintmark.ledger.collect.mark.Marking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what may go, a batch at a time. Before a batch, pointers are looked at again; then, a few
 * at a time and with the store told that artifacts are being removed, the log, and each artifact's
 * age right before it goes. Who relied on one in the meantime has made it young, or waits.
 */
final class Sweep {
  static final int BATCH = 2000;

  /** Nobody waits longer than it takes to remove so many. */
  private static final int AT_ONCE = 100;

  private final Inventory inventory;
  private final Marking marking;
  private final Turn.Taken turn;
  private final Report report;
  private final Instant before;

  private final List<Candidate> batch = new ArrayList<>();
  private Tally removed = Tally.NONE;
  private Tally spared = Tally.NONE;

  Sweep(Inventory inventory, Marking marking, Turn.Taken turn, Report report, Instant before) {
    this.inventory = inventory;
    this.marking = marking;
    this.turn = turn;
    this.report = report;
    this.before = before;
  }

  void add(Candidate candidate) {
    batch.add(candidate);
    if (batch.size() == BATCH) {
      flush();
    }
  }

  /** Removes what was added and is still there. */
  void flush() {
    if (batch.isEmpty()) {
      return;
    }
    marking.pointers();
    report.write(batch);
    for (int from = 0; from < batch.size(); from += AT_ONCE) {
      remove(batch.subList(from, Math.min(from + AT_ONCE, batch.size())));
    }
    batch.clear();
  }

  private void remove(List<Candidate> few) {
    turn.check();
    inventory.beginRemoving();
    try {
      marking.records();
      few.forEach(this::remove);
    } finally {
      inventory.endRemoving();
    }
  }

  private void remove(Candidate candidate) {
    boolean old =
        inventory
            .modified(candidate.digest())
            .filter(modified -> modified.isBefore(before))
            .isPresent();
    if (!old || marking.marked().reason(candidate.digest()) != Marked.Reason.NONE) {
      spared = spared.and(candidate.size());
      return;
    }
    inventory.remove(candidate.digest());
    removed = removed.and(candidate.size());
  }

  Tally removed() {
    return removed;
  }

  /** What was named or used again between the first look and the second, or was gone. */
  Tally spared() {
    return spared;
  }
}
