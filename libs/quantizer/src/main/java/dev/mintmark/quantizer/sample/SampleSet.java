package dev.mintmark.quantizer.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Samples of one purpose.
 *
 * @param purpose for errors, e.g. {@code calibration}
 * @param samples at least one, in the order in which they are used
 */
public record SampleSet(String purpose, List<Sample> samples) {
  public SampleSet {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new QuantizerException(
          RefusalCode.NO_SAMPLES,
          purpose + " samples",
          "there are none",
          "give a folder with at least one .npy or .npz file");
    }
  }

  /** Reads bytes by digest, as an artifact store does. */
  @FunctionalInterface
  public interface Reader {
    byte[] read(Digest digest) throws IOException;
  }

  /**
   * The samples of a tree, in its order.
   *
   * @throws QuantizerException {@code QNT-010} when it is empty, {@code QNT-011} for a file that is
   *     named neither {@code .npy} nor {@code .npz}
   */
  public static SampleSet of(String purpose, Tree tree, Reader reader) {
    return new SampleSet(
        purpose,
        tree.entries().stream()
            .map(entry ->
                new Sample(
                    named(purpose, entry.path()),
                    entry.digest(),
                    entry.size(),
                    () -> reader.read(entry.digest())))
            .toList());
  }

  /** The samples of a folder, in the order of its tree. */
  public static SampleSet of(String purpose, Path folder) throws IOException {
    return new SampleSet(
        purpose,
        Tree.of(folder).entries().stream()
            .map(entry ->
                new Sample(
                    named(purpose, entry.path()),
                    entry.digest(),
                    entry.size(),
                    () -> Files.readAllBytes(folder.resolve(entry.path()))))
            .toList());
  }

  private static String named(String purpose, String path) {
    if (!Sample.isNamed(path)) {
      throw new QuantizerException(
          RefusalCode.BAD_SAMPLE,
          purpose + " sample " + path,
          "is not named .npy or .npz",
          "keep only such files in the folder");
    }
    return path;
  }

  /** Bytes that the arrays of the largest sample may take in memory. */
  public long heaviest() {
    return samples.stream().mapToLong(Sample::weight).max().orElseThrow();
  }

  /** SHA-256 over the samples' digests, one a line, sorted: names and order do not matter. */
  public Digest digest() {
    String lines =
        samples.stream().map(s -> s.digest().hex() + "\n").sorted().collect(Collectors.joining());
    return Digest.of(lines.getBytes(US_ASCII));
  }

  /**
   * Checks that this set shares no sample with another one.
   *
   * @throws QuantizerException {@code QNT-012} naming the first pair of equal samples
   */
  public void requireDisjointFrom(SampleSet other) {
    Map<Digest, String> seen = new HashMap<>();
    other.samples.forEach(sample -> seen.putIfAbsent(sample.contents(), sample.path()));
    for (Sample sample : samples) {
      String same = seen.get(sample.contents());
      if (same != null) {
        throw new QuantizerException(
            RefusalCode.OVERLAPPING_SAMPLES,
            purpose + " sample " + sample.path(),
            "is the same as " + other.purpose + " sample " + same,
            "judge a model on samples that it was not calibrated on");
      }
    }
  }
}
