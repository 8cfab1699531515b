package dev.mintmark.convert.bench;

import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.gate.Measurement;
import dev.mintmark.quantizer.gate.Metric;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.model.TensorFact;
import dev.mintmark.quantizer.run.ModelSession;
import dev.mintmark.quantizer.sample.Feed;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Judges a model beside the float one, whoever made it: {@code FLOAT CANDIDATE VALIDATION METRIC
 * PARAMETERS}. Prints {@code <agreement> <signal to noise in dB> <time in parts of float's>}.
 */
final class CompareModels {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int RUNS = 41;

  private CompareModels() {}

  public static void main(String[] arguments) throws IOException {
    OnnxModel exact = OnnxModel.parse(Files.readAllBytes(Path.of(arguments[0])));
    byte[] candidate = Files.readAllBytes(Path.of(arguments[1]));
    List<Sample> samples = SampleSet.of("validation", Path.of(arguments[2])).samples();
    Gate gate = Gates.of(arguments[3], arguments[4], 0.5);
    System.out.printf(
        Locale.ROOT,
        "%s %s%n",
        agreement(exact, candidate, samples, gate),
        time(exact, candidate, samples));
  }

  private static String agreement(
      OnnxModel exact, byte[] candidate, List<Sample> samples, Gate gate) {
    List<TensorFact> inputs = exact.inputs();
    Metric.Tally tally = gate.metric().start();
    double signal = 0;
    double noise = 0;
    try (ModelSession reference = ModelSession.open(exact.bytes());
        ModelSession session = ModelSession.open(candidate)) {
      for (Sample sample : samples) {
        Feed feed = sample.feed(inputs);
        Map<String, Tensor> wanted = reference.run(feed);
        Map<String, Tensor> given = session.run(feed);
        tally.add(wanted, given);
        for (Map.Entry<String, Tensor> output : wanted.entrySet()) {
          Tensor other = given.get(output.getKey());
          if (other == null) {
            throw new IllegalStateException("the candidate lost the output " + output.getKey());
          }
          for (int i = 0; i < other.values().length; i++) {
            double value = output.getValue().values()[i];
            double difference = other.values()[i] - value;
            signal += value * value;
            noise += difference * difference;
          }
        }
      }
    }
    String value =
        switch (tally.result()) {
          case Measurement.Value measured -> Double.toString(measured.value());
          case Measurement.Undecided undecided -> "undecided";
        };
    double decibels = noise == 0 ? 200 : 10 * Math.log10(signal / noise);
    return value + " " + Math.rint(decibels * 10) / 10;
  }

  /** Median of the candidate's processor time in parts of the float model's, run by turns. */
  private static double time(OnnxModel exact, byte[] candidate, List<Sample> samples) {
    Feed feed = samples.getFirst().feed(exact.inputs());
    List<Double> ratios = new ArrayList<>();
    try (ModelSession reference = ModelSession.openOptimized(exact.bytes());
        ModelSession session = ModelSession.openOptimized(candidate)) {
      for (int i = 0; i < RUNS + 5; i++) {
        long start = THREADS.getCurrentThreadCpuTime();
        reference.run(feed);
        long between = THREADS.getCurrentThreadCpuTime();
        session.run(feed);
        long end = THREADS.getCurrentThreadCpuTime();
        if (i >= 5) {
          ratios.add((double) (end - between) / (between - start));
        }
      }
    }
    Collections.sort(ratios);
    return Math.rint(ratios.get(RUNS / 2) * 100) / 100;
  }
}
