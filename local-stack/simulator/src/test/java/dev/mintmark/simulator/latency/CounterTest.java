package dev.mintmark.simulator.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mintmark.simulator.plan.DeviceClass;
import dev.mintmark.simulator.plan.Member;
import dev.mintmark.simulator.plan.Seed;
import dev.mintmark.sketch.LatencySketch;
import java.time.Duration;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CounterTest {
  private static final LatencyPool POOL = LatencyPool.of(new double[] {2000});
  private final Counter counter = new Counter(new Seed(1), Duration.ofSeconds(1));

  @Test
  void countsTheSameAgain() {
    Member member = member("a", "cpu-amd64", 1.1);
    Counted once = counter.draw(member, 7, POOL, 1);
    Counted again = counter.draw(member, 7, POOL, 1);
    assertThat(again).usingRecursiveComparison().isEqualTo(once);
  }

  @Test
  void countsOtherwiseForAnotherNumberDeviceAndSeed() {
    LatencyPool pool =
        LatencyPool.of(LongStream.rangeClosed(1000, 3000).asDoubleStream().toArray());
    Member member = member("a", "cpu-amd64", 1);
    byte[] counted = counter.draw(member, 7, pool, 1).sketch();
    assertThat(counter.draw(member, 8, pool, 1).sketch()).isNotEqualTo(counted);
    assertThat(counter.draw(member("b", "cpu-amd64", 1), 7, pool, 1).sketch())
        .isNotEqualTo(counted);
    assertThat(new Counter(new Seed(2), Duration.ofSeconds(1)).draw(member, 7, pool, 1).sketch())
        .isNotEqualTo(counted);
  }

  @Test
  void reachesAThousandSamplesWithTenHeartbeats() {
    Member member = member("a", "cpu-amd64", 1);
    assertThat(LongStream.rangeClosed(1, 10))
        .allSatisfy(number -> {
          Counted counted = counter.draw(member, number, POOL, 1);
          assertThat(counted.requests()).isBetween(110, 130);
          assertThat(LatencySketch.decode(counted.sketch()).count())
              .isEqualTo(counted.requests() - counted.errors());
        });
  }

  @Test
  void multipliesTheFactors() {
    double plain = median(counter.draw(member("a", "cpu-amd64", 1), 3, POOL, 1));
    assertThat(plain).isCloseTo(2000, within(2000 * 0.06));
    assertThat(median(counter.draw(member("a", "cpu-amd64", 1.2), 3, POOL, 1)) / plain)
        .isCloseTo(1.2, within(0.03));
    assertThat(median(counter.draw(member("a", "cpu-arm64", 1), 3, POOL, 1)) / plain)
        .isCloseTo(1.4, within(0.03));
    assertThat(median(counter.draw(member("a", "cpu-amd64", 1), 3, POOL, 1.5)) / plain)
        .isCloseTo(1.5, within(0.03));
  }

  @Test
  void putsNoFactorOnADevicesOwnInferences() {
    assertThat(median(counter.own(member("a", "cpu-arm64", 2), 3, POOL)))
        .isCloseTo(2000, within(2000 * 0.01));
  }

  @Test
  void usesTheProcessorAsLongAsTheInferencesTake() {
    Counted counted = counter.own(member("a", "cpu-amd64", 1), 3, POOL);
    assertThat(counted.cpuPermille()).isEqualTo(2 * counted.requests());
  }

  private static double median(Counted counted) {
    return LatencySketch.decode(counted.sketch()).quantile(0.5);
  }

  private static Member member(String device, String deviceClass, double factor) {
    return new Member(device, new DeviceClass(deviceClass, 1), factor, Set.of(), false, false);
  }
}
