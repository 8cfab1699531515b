package dev.mintmark.gate.judge;

import java.util.Arrays;
import java.util.List;

/**
 * Van Elteren's stratified rank test, one-sided, with the normal approximation corrected for ties:
 * rank sums of the strata weighted by 1 / (N + 1). Blind to how strata differ and how an arm is
 * mixed of them.
 */
final class RankTest {
  /**
   * Values of one stratum.
   *
   * @param canaries larger is worse
   */
  record Stratum(double[] canaries, double[] baselines) {}

  /**
   * @param z large when the canaries' values are larger; 0 when nothing differs
   * @param most the z that these arms would have if every canary were above every baseline device
   */
  record Result(double z, double most) {}

  private RankTest() {}

  /** Strata in which an arm is empty say nothing. */
  static Result of(List<Stratum> strata) {
    double excess = 0;
    double variance = 0;
    double mostExcess = 0;
    double mostVariance = 0;
    for (Stratum stratum : strata) {
      double m = stratum.canaries.length;
      double n = stratum.baselines.length;
      double all = m + n;
      if (m == 0 || n == 0) {
        continue;
      }
      Ranks ranks = Ranks.of(stratum);
      double weight = 1 / (all + 1);
      double untied = m * n * (all + 1) / 12;
      excess += weight * (ranks.sum - m * (all + 1) / 2);
      variance += weight * weight * untied * (1 - ranks.ties / (all * (all * all - 1)));
      mostExcess += weight * m * n / 2;
      mostVariance += weight * weight * untied;
    }
    return new Result(ratio(excess, variance), ratio(mostExcess, mostVariance));
  }

  private static double ratio(double excess, double variance) {
    return variance > 0 ? excess / StrictMath.sqrt(variance) : 0;
  }

  /**
   * @param sum of the canaries' ranks; equal values share their mean rank
   * @param ties sum of t^3 - t over groups of t equal values
   */
  private record Ranks(double sum, double ties) {

    static Ranks of(Stratum stratum) {
      double[] canaries = stratum.canaries.clone();
      double[] baselines = stratum.baselines.clone();
      Arrays.sort(canaries);
      Arrays.sort(baselines);
      double sum = 0;
      double ties = 0;
      int i = 0;
      int j = 0;
      while (i < canaries.length || j < baselines.length) {
        double value = next(canaries, i, baselines, j);
        int endI = endOf(canaries, i, value);
        int endJ = endOf(baselines, j, value);
        double group = endI - i + endJ - j;
        sum += (endI - i) * (i + j + (group + 1) / 2);
        ties += group * group * group - group;
        i = endI;
        j = endJ;
      }
      return new Ranks(sum, ties);
    }

    private static double next(double[] a, int i, double[] b, int j) {
      if (i == a.length) {
        return b[j];
      }
      return j == b.length ? a[i] : Math.min(a[i], b[j]);
    }

    private static int endOf(double[] values, int from, double value) {
      int end = from;
      while (end < values.length && values[end] == value) {
        end++;
      }
      return end;
    }
  }
}
