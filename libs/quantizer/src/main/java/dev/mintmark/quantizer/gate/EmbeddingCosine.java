package dev.mintmark.quantizer.gate;

import dev.mintmark.quantizer.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The least cosine of the angle between a sample's vector by the float model and by the candidate;
 * 0 for an obtuse one. Settings: {@code output}; all of it is the vector, or with {@code pool=mean}
 * the mean over all dimensions but the last, as sentences are embedded. Undecided when the float
 * model gives a vector of zeros, or alike vectors for all samples: any constant would pass.
 */
final class EmbeddingCosine implements Metric {
  static final String NAME = "embedding-cosine";

  private static final String POOL = "pool";
  private static final String MEAN = "mean";

  /** Vectors of two samples that are closer than this are alike. */
  private static final double ALIKE = 0.999999;

  private final Settings settings;

  private EmbeddingCosine(Settings settings) {
    this.settings = settings;
  }

  static EmbeddingCosine of(Map<String, String> values) {
    Settings settings = Settings.of(NAME, values, Set.of("output"), Set.of(POOL));
    String pool = settings.text(POOL);
    if (!pool.isEmpty() && !pool.equals(MEAN)) {
      throw settings.refused("pool is '" + pool + "'", "write pool=mean, or leave it out");
    }
    return new EmbeddingCosine(settings);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tally start() {
    return new Vectors();
  }

  private float[] vector(Tensor tensor) {
    return settings.text(POOL).equals(MEAN) ? mean(tensor) : tensor.values();
  }

  /** Over all dimensions but the last. */
  private static float[] mean(Tensor tensor) {
    long[] shape = tensor.shape();
    int width = (int) shape[shape.length - 1];
    double[] sums = new double[width];
    float[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      sums[i % width] += values[i];
    }
    float[] mean = new float[width];
    for (int i = 0; i < width; i++) {
      mean[i] = (float) (sums[i] * width / values.length);
    }
    return mean;
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squareA += (double) a[i] * a[i];
      squareB += (double) b[i] * b[i];
    }
    double length = Math.sqrt(squareA) * Math.sqrt(squareB);
    return length == 0 || !Double.isFinite(product) ? 0 : Math.clamp(product / length, -1.0, 1.0);
  }

  private final class Vectors implements Tally {
    private final List<float[]> wanted = new ArrayList<>();
    private final List<float[]> given = new ArrayList<>();

    @Override
    public void add(Map<String, Tensor> reference, Map<String, Tensor> candidate) {
      Tensor one = settings.output(reference);
      Tensor other = settings.output(candidate);
      float[] vector = vector(one);
      boolean alike = wanted.isEmpty() || wanted.getFirst().length == vector.length;
      if (!one.hasShapeOf(other) || !alike) {
        throw settings.refused(
            "output '" + settings.text("output") + "' is " + one + " and " + other,
            "name an output whose shape is the same on all samples, or add pool=mean");
      }
      wanted.add(vector);
      given.add(vector(other));
    }

    @Override
    public Measurement result() {
      boolean zero = wanted.stream().anyMatch(vector -> cosine(vector, vector) == 0);
      boolean differ =
          wanted.stream().anyMatch(vector -> cosine(wanted.getFirst(), vector) < ALIKE);
      if (zero || !differ) {
        return new Measurement.Undecided(
            zero
                ? "the float model gives a vector of zeros"
                : "the float model gives the same vector for all samples");
      }
      double least = 1;
      double sum = 0;
      int nearest = 0;
      for (int i = 0; i < wanted.size(); i++) {
        double cosine = cosine(wanted.get(i), given.get(i));
        least = Math.min(least, cosine);
        sum += cosine;
        nearest += isNearest(i, cosine) ? 1 : 0;
      }
      TreeMap<String, Double> details = new TreeMap<>();
      details.put("mean", Measurement.rounded(sum / wanted.size()));
      details.put("nearest-is-own", Measurement.rounded((double) nearest / wanted.size()));
      details.put("vectors", (double) wanted.size());
      return new Measurement.Value(Measurement.rounded(Math.max(0, least)), details);
    }

    /** Whether no other sample's expected vector is nearer. */
    private boolean isNearest(int index, double own) {
      float[] vector = given.get(index);
      return wanted.stream().noneMatch(other -> cosine(other, vector) > own);
    }
  }
}
