package dev.mintmark.simulator.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyPoolTest {
  @Test
  void replacesWhatLiesAboveThe98thPercentile() {
    LatencyPool pool =
        LatencyPool.of(IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray());
    assertThat(pool.quantile(1)).isEqualTo(98);
    assertThat(pool.quantile(0.5)).isEqualTo(50);
    assertThat(pool.size()).isEqualTo(100);
  }

  @Test
  void drawsOnlyWhatWasMeasured() {
    LatencyPool pool = LatencyPool.of(new double[] {3, 1, 2});
    Random random = new Random(1);
    assertThat(IntStream.range(0, 200).mapToObj(i -> pool.draw(random)))
        .contains(1.0, 2.0, 3.0)
        .isSubsetOf(1.0, 2.0, 3.0);
  }

  @Test
  void refusesNothingAndWhatTookNoTime() {
    assertThatIllegalArgumentException().isThrownBy(() -> LatencyPool.of(new double[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> LatencyPool.of(new double[] {1, 0}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatencyPool.of(new double[] {Double.NaN}));
  }
}
