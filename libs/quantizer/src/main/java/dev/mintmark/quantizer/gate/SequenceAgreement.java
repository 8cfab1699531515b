package dev.mintmark.quantizer.gate;

import dev.mintmark.quantizer.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether a candidate reads the same sequences as the float model. Of each step the best class
 * counts; with a blank class steps that repeat the one before and blanks are left out, as in
 * connectionist temporal classification.
 *
 * <p>Settings: {@code output}, steps along its last axis but one and classes along its last; {@code
 * blank}, the number of the blank class or {@code none}. {@code sequence-equality} is the share of
 * equal sequences, {@code sequence-similarity} one less the edits needed for each expected step.
 * Undecided when the float model reads nothing.
 */
final class SequenceAgreement implements Metric {
  static final String EQUALITY = "sequence-equality";
  static final String SIMILARITY = "sequence-similarity";

  private final Settings settings;
  private final int blank;

  private SequenceAgreement(Settings settings, int blank) {
    this.settings = settings;
    this.blank = blank;
  }

  static SequenceAgreement of(String name, Map<String, String> values) {
    Settings settings = Settings.of(name, values, Set.of("output", "blank"));
    String blank = settings.text("blank");
    if (!blank.matches("none|0|[1-9][0-9]{0,6}")) {
      throw settings.refused(
          "blank is '" + blank + "'", "give the number of the blank class, or none");
    }
    return new SequenceAgreement(settings, blank.equals("none") ? -1 : Integer.parseInt(blank));
  }

  @Override
  public String name() {
    return settings.metric();
  }

  @Override
  public Tally start() {
    return new Sequences();
  }

  private List<List<Integer>> read(Tensor tensor) {
    long[] shape = tensor.shape();
    Scores scores = new Scores(tensor);
    int steps = shape.length < 2 ? 1 : (int) shape[shape.length - 2];
    List<List<Integer>> sequences = new ArrayList<>();
    for (int start = 0; start < scores.rows(); start += steps) {
      List<Integer> sequence = new ArrayList<>();
      int before = -1;
      for (int step = 0; step < steps; step++) {
        int best = scores.best(start + step);
        if (blank < 0 || (best != blank && best != before)) {
          sequence.add(best);
        }
        before = best;
      }
      sequences.add(sequence);
    }
    return sequences;
  }

  private final class Sequences implements Tally {
    private int count;
    private int equal;
    private long steps;
    private long edits;
    private final Set<List<Integer>> seen = new HashSet<>();

    @Override
    public void add(Map<String, Tensor> reference, Map<String, Tensor> candidate) {
      Tensor wanted = settings.output(reference);
      Tensor given = settings.output(candidate);
      if (!wanted.hasShapeOf(given) || new Scores(wanted).classes() <= Math.max(blank, 1)) {
        throw settings.refused(
            "output '" + settings.text("output") + "' is " + wanted + " and " + given,
            "name an output with the classes along its last axis");
      }
      List<List<Integer>> expected = read(wanted);
      List<List<Integer>> actual = read(given);
      for (int i = 0; i < expected.size(); i++) {
        count++;
        int distance = Edits.between(expected.get(i), actual.get(i));
        equal += distance == 0 ? 1 : 0;
        edits += distance;
        steps += expected.get(i).size();
        seen.add(expected.get(i));
      }
    }

    @Override
    public Measurement result() {
      if (steps == 0) {
        return new Measurement.Undecided("the float model reads nothing on any validation sample");
      }
      if (seen.size() < 2) {
        return new Measurement.Undecided(
            "the float model reads the same on all validation samples");
      }
      double equality = Measurement.rounded((double) equal / count);
      double similarity = Measurement.rounded(Math.max(0, 1 - (double) edits / steps));
      TreeMap<String, Double> details = new TreeMap<>();
      details.put("edits", (double) edits);
      details.put("equal", equality);
      details.put("sequences", (double) count);
      details.put("similarity", similarity);
      details.put("steps", (double) steps);
      return new Measurement.Value(name().equals(EQUALITY) ? equality : similarity, details);
    }
  }
}
