package dev.mintmark.gate.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mintmark.gate.judge.RankTest.Stratum;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RankTestTest {
  private static Stratum stratum(double[] canaries, double... baselines) {
    return new Stratum(canaries, baselines);
  }

  private static double[] of(double... values) {
    return values;
  }

  /** Ranks 3, 5, 6 of 6: W = 14, expected 10.5, variance 9 * 7 / 12 = 5.25. */
  @Test
  void agreesWithAComputationByHand() {
    RankTest.Result result = RankTest.of(List.of(stratum(of(3, 5, 6), 1, 2, 4)));

    assertThat(result.z()).isCloseTo(3.5 / Math.sqrt(5.25), within(1e-12));
    assertThat(result.most()).isCloseTo(4.5 / Math.sqrt(5.25), within(1e-12));
  }

  /** Ranks 1.5, 4, 4 against 1.5, 4, 6: ties of 2 and 3, so (8 - 2 + 27 - 3) / (216 - 6) off. */
  @Test
  void correctsForTies() {
    double variance = 9 * 7 / 12.0 * (1 - 30 / 210.0);

    RankTest.Result result = RankTest.of(List.of(stratum(of(0, 7, 7), 0, 7, 9)));

    assertThat(result.z()).isCloseTo((9.5 - 10.5) / Math.sqrt(variance), within(1e-12));
  }

  /** Weights 1/7 and 1/5: excess 3.5/7 + -1/5, variance 5.25/49 + (2 * 2 * 5 / 12)/25. */
  @Test
  void weighsStrataByTheirSize() {
    List<Stratum> strata = List.of(stratum(of(3, 5, 6), 1, 2, 4), stratum(of(1, 3), 2, 4));

    double expected = (0.5 - 0.2) / Math.sqrt(5.25 / 49 + 20 / 12.0 / 25);
    assertThat(RankTest.of(strata).z()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void saysNothingOfEqualValuesAndEmptyArms() {
    assertThat(RankTest.of(List.of()).z()).isZero();
    assertThat(RankTest.of(List.of(stratum(of(1, 2)))).most()).isZero();
    assertThat(RankTest.of(List.of(stratum(of(), 1, 2))).z()).isZero();
    assertThat(RankTest.of(List.of(stratum(of(5, 5), 5, 5, 5))).z()).isZero();
    assertThat(RankTest.of(List.of(stratum(of(-0.0), 0.0))).z()).isZero();
  }

  @Test
  void swappingTheArmsSwapsTheSignAndOrderDoesNotMatter() {
    SplittableRandom random = new SplittableRandom(5);
    double[] a = DoubleStream.generate(() -> random.nextInt(20)).limit(40).toArray();
    double[] b = DoubleStream.generate(() -> random.nextInt(25)).limit(30).toArray();
    double z = RankTest.of(List.of(new Stratum(a, b))).z();
    double[] reversed = new double[a.length];
    Arrays.setAll(reversed, i -> a[a.length - 1 - i]);

    assertThat(z).isNotZero();
    assertThat(RankTest.of(List.of(new Stratum(b, a))).z()).isCloseTo(-z, within(1e-12));
    assertThat(RankTest.of(List.of(new Stratum(reversed, b))).z()).isEqualTo(z);
  }

  /** The classes differ by a factor, and the canaries have more of the slow one. */
  @Test
  void isBlindToTheMixOfClasses() {
    double[] slow = DoubleStream.iterate(100, v -> v + 1).limit(80).toArray();
    double[] fast = DoubleStream.iterate(1, v -> v + 1).limit(80).toArray();
    List<Stratum> strata =
        List.of(
            new Stratum(every(slow, 2), every(slow, 4)),
            new Stratum(every(fast, 4), every(fast, 2)));

    assertThat(RankTest.of(strata).z()).isBetween(-1.0, 1.0);
  }

  private static double[] every(double[] values, int nth) {
    double[] some = new double[values.length / nth];
    Arrays.setAll(some, i -> values[i * nth + nth / 2]);
    return some;
  }
}
