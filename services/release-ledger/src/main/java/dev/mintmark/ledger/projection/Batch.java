package dev.mintmark.ledger.projection;

import dev.mintmark.ledger.entry.Entry;
import dev.mintmark.ledger.entry.Entry.DeadEntry;
import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one transaction writes.
 *
 * @param handOffs in the order in which they get their sequence numbers
 * @param moves how far each partition's offset goes, never empty
 */
record Batch(List<HandOffEntry> handOffs, List<DeadEntry> dead, List<Move> moves) {

  /** One partition's offset, from where it must stand to where it will. */
  record Move(String topic, int partition, long from, long to) {}

  Batch {
    handOffs = List.copyOf(handOffs);
    dead = List.copyOf(dead);
    moves = List.copyOf(moves);
  }

  /**
   * Partitions are read in no order, so hand-offs are put into the line's: a cause then mostly
   * comes before what it caused.
   */
  static Batch of(List<Entry> entries, List<Move> moves) {
    return new Batch(
        entries.stream()
            .filter(HandOffEntry.class::isInstance)
            .map(HandOffEntry.class::cast)
            .sorted(Comparator.comparing(HandOffEntry::stage))
            .toList(),
        entries.stream().filter(DeadEntry.class::isInstance).map(DeadEntry.class::cast).toList(),
        moves);
  }

  int records() {
    return handOffs.size() + dead.size();
  }

  /** One change per build: an insert that names a row twice is refused by PostgreSQL. */
  Collection<BuildChange> builds() {
    Map<BuildChange.Key, BuildChange> changes = new TreeMap<>();
    handOffs.forEach(
        h -> changes.merge(BuildChange.Key.of(h), BuildChange.of(h), BuildChange::and));
    return changes.values();
  }
}
