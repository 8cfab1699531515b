package dev.mintmark.telemetry.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  @Test
  void showsEachReleaseAndClassOnce() {
    LatestWindows latest = new LatestWindows();
    latest.take(view("a:v1.0.0", "sha256:1", 10_000, 10_000, 5));
    latest.take(view("a:v1.0.0", "sha256:2", 10_000, 10_000, 9));
    latest.take(view("a:v1.0.0", "sha256:1", 60_000, 0, 99));

    String text = Exposition.of(latest.all());

    assertThat(text.lines().filter(line -> line.startsWith("mintmark_fleet_heartbeats")))
        .containsExactly("mintmark_fleet_heartbeats{release=\"a:v1.0.0\",device_class=\"c\"} 9.0");
    assertThat(text)
        .contains(
            "mintmark_fleet_latency_seconds{release=\"a:v1.0.0\",device_class=\"c\",quantile=\"0.99\"} 0.003\n")
        .contains("mintmark_fleet_cpu_cores{release=\"a:v1.0.0\",device_class=\"c\"} 0.25\n");
  }

  @Test
  void aLateWindowDoesNotHideALaterOne() {
    LatestWindows latest = new LatestWindows();
    latest.take(view("a:v1.0.0", "sha256:1", 10_000, 20_000, 5));
    latest.take(view("a:v1.0.0", "sha256:1", 10_000, 10_000, 6));
    latest.take(view("a:v1.0.0", "sha256:1", 10_000, 20_000, 7));

    assertThat(latest.all()).extracting(MetricsView::heartbeats).containsExactly(7);
  }

  @Test
  void keepsNoMoreThanItsLimitAndForgetsTheQuietest() {
    LatestWindows latest = new LatestWindows();
    latest.take(view("first:v1.0.0", "sha256:1", 10_000, 0, 1));
    latest.take(view("second:v1.0.0", "sha256:1", 10_000, 0, 1));
    for (int i = 0; i < LatestWindows.MOST - 1; i++) {
      latest.take(view("first:v1.0.0", "sha256:1", 10_000, 0, 1));
      latest.take(view("r:v1.0." + i, "sha256:1", 10_000, 0, 1));
    }

    assertThat(latest.all()).hasSize(LatestWindows.MOST);
    assertThat(latest.all())
        .extracting(MetricsView::release)
        .contains("first:v1.0.0")
        .doesNotContain("second:v1.0.0");
  }

  @Test
  void whoFollowsGetsWhatIsThereAndWhatComes() {
    LatestWindows latest = new LatestWindows();
    latest.take(view("a:v1.0.0", "sha256:1", 10_000, 0, 1));
    List<Integer> seen = new java.util.concurrent.CopyOnWriteArrayList<>();

    var subscription = latest.follow().subscribe().with(view -> seen.add(view.heartbeats()));
    latest.take(view("a:v1.0.0", "sha256:1", 10_000, 0, 2));

    assertThat(seen).containsExactly(1, 2);
    subscription.cancel();
  }

  private static MetricsView view(
      String release, String index, int millis, long start, int heartbeats) {
    return new MetricsView(
        release,
        index,
        "c",
        start,
        millis,
        heartbeats,
        10,
        1,
        250L * heartbeats,
        1_000,
        2_000,
        3_000);
  }
}
