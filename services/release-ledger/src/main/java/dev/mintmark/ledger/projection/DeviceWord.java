package dev.mintmark.ledger.projection;

import dev.mintmark.ledger.entry.Entry.DeviceEntry;
import dev.mintmark.ledger.entry.Entry.DeviceEntry.Report;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last that is known of a device of one sort. The later record wins, so the row does not depend
 * on how records are cut into batches.
 */
record DeviceWord(Key key, DeviceEntry entry) {
  private static final Comparator<DeviceWord> BY_POSITION =
      Comparator.comparing((DeviceWord w) -> w.entry().position().partition())
          .thenComparing(w -> w.entry().position().offset());

  /** Which record of a device. */
  record Key(String device, String sort) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::device).thenComparing(Key::sort);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  static Stream<DeviceWord> of(DeviceEntry entry) {
    Report report = entry.report();
    if (report == null) {
      return Stream.of(of(entry, "enrolled"));
    }
    return report.runs()
        ? Stream.of(of(entry, "reported"), of(entry, "running"))
        : Stream.of(of(entry, "reported"));
  }

  private static DeviceWord of(DeviceEntry entry, String sort) {
    return new DeviceWord(new Key(entry.device(), sort), entry);
  }

  DeviceWord last(DeviceWord other) {
    return BY_POSITION.compare(this, other) >= 0 ? this : other;
  }

  @Nullable Report report() {
    return entry.report();
  }
}
