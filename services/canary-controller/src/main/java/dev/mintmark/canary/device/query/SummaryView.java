package dev.mintmark.canary.device.query;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fleet in numbers.
 *
 * @param releases by class and release, those without an order first
 */
public record SummaryView(long devices, List<Row> releases) {

  /**
   * Devices of one class that have an order for one release.
   *
   * @param release {@code name:version}; null for devices without an order
   * @param index {@code sha256:<hex>} of the image index, likewise
   * @param running say that they run it
   * @param pending have not said how it ended
   * @param deviating say that they run something else, and were told often enough
   */
  public record Row(
      String deviceClass,
      @Nullable String release,
      @Nullable String index,
      long devices,
      long running,
      long pending,
      long smokeFailed,
      long refused,
      long rolledBack,
      long deviating) {}

  private record Key(String deviceClass, @Nullable String release, @Nullable String index) {
    private static final Comparator<@Nullable String> TEXT = nullsFirst(naturalOrder());
    static final Comparator<Key> ORDER =
        comparing(Key::deviceClass)
            .thenComparing(Key::release, TEXT)
            .thenComparing(Key::index, TEXT);
  }

  static SummaryView of(List<FleetQueries.Count> counts) {
    Map<Key, Map<Progress, Long>> sums = new TreeMap<>(Key.ORDER);
    for (FleetQueries.Count count : counts) {
      sums.computeIfAbsent(
              new Key(count.deviceClass(), count.release(), count.index()),
              key -> new EnumMap<>(Progress.class))
          .merge(count.progress(), count.devices(), Long::sum);
    }
    List<Row> rows = sums.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList();
    return new SummaryView(rows.stream().mapToLong(Row::devices).sum(), rows);
  }

  private static Row row(Key key, Map<Progress, Long> by) {
    return new Row(
        key.deviceClass(),
        key.release(),
        key.index(),
        by.values().stream().mapToLong(Long::longValue).sum(),
        by.getOrDefault(Progress.RUNNING, 0L),
        by.getOrDefault(Progress.PENDING, 0L),
        by.getOrDefault(Progress.SMOKE_FAILED, 0L),
        by.getOrDefault(Progress.REFUSED, 0L),
        by.getOrDefault(Progress.ROLLED_BACK, 0L),
        by.getOrDefault(Progress.DEVIATING, 0L));
  }
}
