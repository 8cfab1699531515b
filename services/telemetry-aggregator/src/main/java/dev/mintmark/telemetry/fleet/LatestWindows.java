package dev.mintmark.telemetry.fleet;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest window of each release, index, class and length; at most {@value #MOST}, of which the
 * one that heard nothing for longest goes first: a device can name any release, so their number has
 * no bound of its own.
 */
@Singleton
public final class LatestWindows {
  static final int MOST = 500;

  /** Windows for a subscriber who does not keep up; the next ones replace them anyway. */
  private static final int WAITING = 256;

  private static final Comparator<MetricsView> ORDER =
      Comparator.comparing(MetricsView::release)
          .thenComparing(MetricsView::deviceClass)
          .thenComparing(MetricsView::index)
          .thenComparing(MetricsView::windowMillis);

  private final Map<Key, MetricsView> latest = new LinkedHashMap<>();
  private final BroadcastProcessor<MetricsView> changes = BroadcastProcessor.create();

  private record Key(String release, String index, String deviceClass, int windowMillis) {
    static Key of(MetricsView view) {
      return new Key(view.release(), view.index(), view.deviceClass(), view.windowMillis());
    }
  }

  LatestWindows() {}

  /** Takes a window, in the order of the log; tells all who follow. */
  void take(MetricsView view) {
    synchronized (latest) {
      MetricsView known = latest.remove(Key.of(view));
      latest.put(Key.of(view), newer(known, view));
      if (latest.size() > MOST) {
        latest.remove(latest.keySet().iterator().next());
      }
    }
    changes.onNext(view);
  }

  private static MetricsView newer(
      @org.jspecify.annotations.Nullable MetricsView a, MetricsView b) {
    return a == null || b.windowStart() >= a.windowStart() ? b : a;
  }

  /** All of them, by release, class, index and length. */
  List<MetricsView> all() {
    synchronized (latest) {
      return latest.values().stream().sorted(ORDER).toList();
    }
  }

  /** Those that are there, then every change. */
  Multi<MetricsView> follow() {
    return Multi.createBy()
        .concatenating()
        .streams(
            Multi.createFrom().iterable(all()),
            changes.onOverflow().buffer(WAITING).onFailure().recoverWithCompletion());
  }
}
