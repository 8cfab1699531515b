package dev.mintmark.ledger.projection;

import dev.mintmark.ledger.entry.Entry;
import dev.mintmark.ledger.entry.Entry.DeadEntry;
import dev.mintmark.ledger.entry.Entry.DeviceEntry;
import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import dev.mintmark.ledger.entry.Entry.RolloutEntry;
import java.util.ArrayList;
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
record Batch(
    List<HandOffEntry> handOffs,
    List<RolloutEntry> rollouts,
    List<DeviceEntry> devices,
    List<DeadEntry> dead,
    List<Move> moves) {

  /** One partition's offset, from where it must stand to where it will. */
  record Move(String topic, int partition, long from, long to) {}

  Batch {
    handOffs = List.copyOf(handOffs);
    rollouts = List.copyOf(rollouts);
    devices = List.copyOf(devices);
    dead = List.copyOf(dead);
    moves = List.copyOf(moves);
  }

  /**
   * Partitions are read in no order, so hand-offs are put into the line's: a cause then mostly
   * comes before what it caused.
   */
  static Batch of(List<Entry> entries, List<Move> moves) {
    List<HandOffEntry> handOffs = new ArrayList<>();
    List<RolloutEntry> rollouts = new ArrayList<>();
    List<DeviceEntry> devices = new ArrayList<>();
    List<DeadEntry> dead = new ArrayList<>();
    for (Entry entry : entries) {
      switch (entry) {
        case HandOffEntry e -> handOffs.add(e);
        case RolloutEntry e -> rollouts.add(e);
        case DeviceEntry e -> devices.add(e);
        case DeadEntry e -> dead.add(e);
      }
    }
    handOffs.sort(Comparator.comparing(HandOffEntry::stage));
    return new Batch(handOffs, rollouts, devices, dead, moves);
  }

  /** Readable records. */
  int readable() {
    return handOffs.size() + rollouts.size() + devices.size();
  }

  /**
   * One change per build: an insert that names a row twice is refused by PostgreSQL. A rebuild
   * changes none.
   */
  Collection<BuildChange> builds() {
    Map<BuildChange.Key, BuildChange> changes = new TreeMap<>();
    handOffs.stream()
        .filter(HandOffEntry::isOfLine)
        .forEach(h -> changes.merge(BuildChange.Key.of(h), BuildChange.of(h), BuildChange::and));
    return changes.values();
  }

  /** What releases are made from, a row for each. */
  List<OriginRow> origins() {
    List<OriginRow> rows = new ArrayList<>();
    for (HandOffEntry handOff : handOffs) {
      handOff.origins().forEach(o -> rows.add(new OriginRow(handOff, o)));
    }
    return rows;
  }

  /** The last word of each sort on each device. */
  Collection<DeviceWord> words() {
    Map<DeviceWord.Key, DeviceWord> words = new TreeMap<>();
    devices.stream()
        .flatMap(DeviceWord::of)
        .forEach(word -> words.merge(word.key(), word, DeviceWord::last));
    return words.values();
  }
}
