package dev.mintmark.simulator.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final StringBuilder runs = new StringBuilder();

  @Test
  void takesTurns() {
    List<LatencyPool> pools = new Rounds(1, 3, 2).measure(List.of(model("a", 5), model("b", 7)));
    assertThat(runs).hasToString("ab" + "aabb".repeat(3));
    assertThat(pools.get(0).quantile(1)).isEqualTo(5);
    assertThat(pools.get(1).quantile(1)).isEqualTo(7);
    assertThat(pools).allMatch(pool -> pool.size() == 6);
  }

  private Stopwatch model(String name, double micros) {
    return new Stopwatch() {
      @Override
      public double micros() {
        runs.append(name);
        return micros;
      }

      @Override
      public void close() {}
    };
  }
}
