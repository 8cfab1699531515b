package dev.mintmark.quantizer.gate;

import dev.mintmark.quantizer.tensor.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * On how many rows of scores the float model's first class is among the candidate's first ones. One
 * setting, {@code output}: the output with the scores, classes along its last axis. Undecided when
 * the float model has one and the same first class on all samples: any constant would agree.
 */
final class TopAgreement implements Metric {
  static final String FIRST = "top-1-agreement";
  static final String FIVE = "top-5-agreement";

  private final Settings settings;
  private final int first;

  private TopAgreement(Settings settings, int first) {
    this.settings = settings;
    this.first = first;
  }

  static TopAgreement of(String name, Map<String, String> values) {
    return new TopAgreement(Settings.of(name, values, Set.of("output")), name.equals(FIVE) ? 5 : 1);
  }

  @Override
  public String name() {
    return settings.metric();
  }

  @Override
  public Tally start() {
    return new Rows();
  }

  private final class Rows implements Tally {
    private final Set<Integer> seen = new TreeSet<>();
    private int rows;
    private int inFirst;
    private int inFive;

    @Override
    public void add(Map<String, Tensor> reference, Map<String, Tensor> candidate) {
      Tensor wanted = settings.output(reference);
      Tensor given = settings.output(candidate);
      Scores expected = new Scores(wanted);
      if (!wanted.hasShapeOf(given) || expected.classes() <= first) {
        throw settings.refused(
            "output '" + settings.text("output") + "' is " + wanted + " and " + given,
            "name an output with more than " + first + " classes along its last axis");
      }
      Scores actual = new Scores(given);
      for (int row = 0; row < expected.rows(); row++) {
        int best = expected.best(row);
        int rank = actual.rank(row, best);
        seen.add(best);
        rows++;
        inFirst += rank < 1 ? 1 : 0;
        inFive += rank < 5 ? 1 : 0;
      }
    }

    @Override
    public Measurement result() {
      if (seen.size() < 2) {
        return new Measurement.Undecided(
            "the float model finds the same class on all " + rows + " rows");
      }
      double one = Measurement.rounded((double) inFirst / rows);
      double five = Measurement.rounded((double) inFive / rows);
      TreeMap<String, Double> details = new TreeMap<>();
      details.put("classes-seen", (double) seen.size());
      details.put("rows", (double) rows);
      details.put("top-1", one);
      details.put("top-5", five);
      return new Measurement.Value(first == 1 ? one : five, details);
    }
  }
}
