package dev.mintmark.telemetry.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The latest 10-second windows as Prometheus' text exposition, version 0.0.4. Where devices of one
 * release and class run several indexes, the one with the most heartbeats is shown.
 */
final class Exposition {
  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final int SHOWN_MILLIS = 10_000;

  private Exposition() {}

  /** The text. */
  static String of(List<MetricsView> windows) {
    List<MetricsView> shown = shown(windows);
    StringBuilder text = new StringBuilder();
    gauge(text, "heartbeats", "Heartbeats in the latest window", shown, MetricsView::heartbeats);
    gauge(text, "requests", "Inferences asked for in it", shown, MetricsView::requests);
    gauge(text, "errors", "Inferences that failed in it", shown, MetricsView::errors);
    gauge(
        text,
        "cpu_cores",
        "Mean CPU use of the application",
        shown,
        view -> view.cpuPermille() / 1000.0 / view.heartbeats());
    gauge(
        text,
        "window_start_seconds",
        "Start of the window, by the devices' clocks",
        shown,
        view -> view.windowStart() / 1000.0);
    latencies(text, shown);
    return text.toString();
  }

  private static List<MetricsView> shown(List<MetricsView> windows) {
    Map<String, MetricsView> byLabels = new TreeMap<>();
    for (MetricsView view : windows) {
      if (view.windowMillis() == SHOWN_MILLIS) {
        byLabels.merge(
            view.release() + '|' + view.deviceClass(), view, (a, b) -> larger(a, b) ? a : b);
      }
    }
    return new ArrayList<>(byLabels.values());
  }

  private static boolean larger(MetricsView a, MetricsView b) {
    return a.heartbeats() >= b.heartbeats();
  }

  private static void gauge(
      StringBuilder text,
      String name,
      String help,
      List<MetricsView> shown,
      ToDoubleFunction<MetricsView> value) {
    head(text, name, help);
    for (MetricsView view : shown) {
      line(text, name, view, "", value.applyAsDouble(view));
    }
  }

  private static void latencies(StringBuilder text, List<MetricsView> shown) {
    String name = "latency_seconds";
    head(text, name, "Latency of inferences in it");
    for (MetricsView view : shown) {
      line(text, name, view, ",quantile=\"0.5\"", view.latencyP50Micros() / 1e6);
      line(text, name, view, ",quantile=\"0.9\"", view.latencyP90Micros() / 1e6);
      line(text, name, view, ",quantile=\"0.99\"", view.latencyP99Micros() / 1e6);
    }
  }

  private static void head(StringBuilder text, String name, String help) {
    text.append("# HELP mintmark_fleet_").append(name).append(' ').append(help).append(".\n");
    text.append("# TYPE mintmark_fleet_").append(name).append(" gauge\n");
  }

  /** Releases and classes have no character that would need escaping: the door checks them. */
  private static void line(
      StringBuilder text, String name, MetricsView view, String more, double value) {
    text.append(
        String.format(
            Locale.ROOT,
            "mintmark_fleet_%s{release=\"%s\",device_class=\"%s\"%s} %s\n",
            name,
            view.release(),
            view.deviceClass(),
            more,
            Double.toString(value)));
  }
}
