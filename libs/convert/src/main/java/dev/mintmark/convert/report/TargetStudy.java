package dev.mintmark.convert.report;

import dev.mintmark.convert.Converter;
import dev.mintmark.convert.Material;
import dev.mintmark.convert.profile.TargetSettings;
import dev.mintmark.quantizer.ladder.Attempt;
import dev.mintmark.quantizer.ladder.Impossible;
import dev.mintmark.quantizer.ladder.LadderResult;
import dev.mintmark.quantizer.noise.TensorNoise;
import dev.mintmark.quantizer.sample.Feed;
import dev.mintmark.quantizer.scheme.Scheme;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What climbing one target's ladder came to, looked at more closely than a release needs.
 *
 * @param rungs every one that was tried, in order
 * @param passed whether the last one did
 * @param noisy the rung that passed, or the first one that was tried, with integer activations;
 *     empty where none has them
 */
public record TargetStudy(
    String target,
    List<Rung> rungs,
    boolean passed,
    List<Impossible> impossible,
    Optional<Noise> noisy) {
  public TargetStudy {
    rungs = List.copyOf(rungs);
    impossible = List.copyOf(impossible);
  }

  /**
   * One rung.
   *
   * @param millis of one run on this machine; empty where it does not run optimized
   */
  public record Rung(Attempt attempt, OptionalDouble millis) {}

  /**
   * Where a rung hurts.
   *
   * @param tensors the noisiest first
   */
  public record Noise(String rung, List<TensorNoise> tensors) {
    public Noise {
      tensors = List.copyOf(tensors);
    }
  }

  /** Times every rung that was tried, and measures the noise of one. */
  public static TargetStudy of(
      Material material,
      Converter converter,
      String target,
      TargetSettings settings,
      LadderResult result) {
    Feed sample = material.validation().samples().getFirst().feed(material.model().inputs());
    List<Rung> rungs =
        result.attempts().stream()
            .map(attempt ->
                new Rung(
                    attempt,
                    Latency.median(
                        converter.apply(scheme(settings, attempt.rung())).bytes(), sample)))
            .toList();
    return new TargetStudy(
        target,
        rungs,
        result instanceof LadderResult.Passed,
        result.impossible(),
        noisy(settings, result)
            .map(rung -> new Noise(rung.rung(), converter.noise(rung)))
            .filter(noise -> !noise.tensors().isEmpty()));
  }

  private static Scheme scheme(TargetSettings settings, String rung) {
    return settings.rungs().stream()
        .filter(scheme -> scheme.rung().equals(rung))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<Scheme> noisy(TargetSettings settings, LadderResult result) {
    Stream<Scheme> passed =
        result instanceof LadderResult.Passed won ? Stream.of(won.config()) : Stream.of();
    Stream<Scheme> tried =
        result.attempts().stream().map(attempt -> scheme(settings, attempt.rung()));
    return Stream.concat(passed, tried).filter(Scheme::needsTable).findFirst();
  }
}
