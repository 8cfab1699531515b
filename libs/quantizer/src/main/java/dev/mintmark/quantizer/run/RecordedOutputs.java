package dev.mintmark.quantizer.run;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.sample.Feed;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.tensor.Npy;
import dev.mintmark.quantizer.tensor.Tensor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recorded outputs as files: for the smoke sample {@code a.npy} or {@code a.npz} the files {@code
 * a/<output name>.npy}, and {@code tolerance} with one decimal number for {@link
 * RecordedRun#compare}.
 *
 * @param files contents by path
 */
public record RecordedOutputs(SortedMap<String, byte[]> files) {
  /** Path of the file with the tolerance. */
  public static final String TOLERANCE = "tolerance";

  private static final String NPY = ".npy";

  /** Another processor's noise may be a little larger than ours. */
  private static final double MARGIN = 1.5;

  private static final double LEAST = 0.02;

  /** Outputs that have nothing to do with the expected ones differ by 1 and more. */
  private static final double MOST = 0.9;

  public RecordedOutputs {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * Runs a model on each smoke sample. The tolerance is one and a half times the greatest
   * difference between the model and the float model, from 0.02 to 0.9.
   *
   * @throws QuantizerException as running and reading samples do
   */
  public static RecordedOutputs record(OnnxModel reference, byte[] model, SampleSet smoke) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Set<String> folders = new HashSet<>(Set.of(TOLERANCE + "/"));
    double noise = 0;
    try (ModelSession exact = ModelSession.open(reference.bytes());
        ModelSession session = ModelSession.open(model)) {
      for (Sample sample : smoke.samples()) {
        requireOwnFolder(sample, folders);
        Feed feed = sample.feed(reference.inputs());
        SequencedMap<String, Tensor> outputs = session.run(feed);
        SequencedMap<String, Tensor> wanted = exact.run(feed);
        for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
          requireFinite(sample, output);
          byte[] file = Npy.write(output.getValue());
          files.put(requireName(path(sample.path(), output.getKey()), output.getKey(), file), file);
          Tensor other = wanted.getOrDefault(output.getKey(), output.getValue());
          noise = Math.max(noise, RecordedRun.difference(other, output.getValue()));
        }
      }
    }
    files.put(TOLERANCE, (tolerance(noise) + "\n").getBytes(US_ASCII));
    return new RecordedOutputs(files);
  }

  /** The sample's outputs go to a folder of its name, which nothing else may have. */
  private static void requireOwnFolder(Sample sample, Set<String> folders) {
    if (!folders.add(folder(sample.path()))) {
      throw new QuantizerException(
          RefusalCode.BAD_SAMPLE,
          "smoke sample " + sample.path(),
          "has the name of another one, or of the file with the tolerance",
          "give it another name");
    }
  }

  /** An output may have any name in ONNX; as a file it must stay inside its folder. */
  private static String requireName(String path, String output, byte[] file) {
    try {
      return new Tree.Entry(path, file.length, Digest.of(file)).path();
    } catch (IllegalArgumentException e) {
      throw new QuantizerException(
          RefusalCode.UNSUPPORTED_SIGNATURE,
          "output '" + output + "'",
          "has a name that no file can have: " + e.getMessage(),
          "rename the model's output",
          e);
    }
  }

  private static void requireFinite(Sample sample, Map.Entry<String, Tensor> output) {
    if (!output.getValue().isFinite()) {
      throw new QuantizerException(
          RefusalCode.BAD_ACTIVATION,
          "output '" + output.getKey() + "'",
          "is NaN or infinite on smoke sample " + sample.path(),
          "check the preprocessing of the sample");
    }
  }

  private static String tolerance(double noise) {
    double tolerance = Math.clamp(MARGIN * noise, LEAST, MOST);
    return BigDecimal.valueOf(tolerance).setScale(2, RoundingMode.CEILING).toPlainString();
  }

  private static String path(String sample, String output) {
    return folder(sample) + output + NPY;
  }

  private static String folder(String sample) {
    return sample.substring(0, sample.length() - NPY.length()) + "/";
  }

  /**
   * Runs a smoke sample and compares.
   *
   * @param model to run
   * @param sample path of the smoke sample, named {@code .npy}
   * @param file its bytes
   * @throws QuantizerException {@code QNT-041} when nothing usable was recorded for the sample,
   *     {@code QNT-040} when the model does not run
   */
  public Comparison check(byte[] model, String sample, byte[] file) {
    SortedMap<String, Tensor> expected = of(sample);
    return RecordedRun.compare(
        expected, RecordedRun.of(model, Sample.of(sample, file)), tolerance());
  }

  /**
   * What was recorded for a smoke sample, by output.
   *
   * @param sample its path, named {@code .npy} or {@code .npz}
   * @throws QuantizerException {@code QNT-041} when that is nothing usable
   */
  public SortedMap<String, Tensor> of(String sample) {
    if (!Sample.isNamed(sample)) {
      throw refused("the sample " + sample + " is not named .npy or .npz");
    }
    SortedMap<String, Tensor> expected = new TreeMap<>();
    String folder = folder(sample);
    files
        .subMap(folder, folder + Character.MAX_VALUE)
        .forEach((path, bytes) -> expected.put(output(folder, path), Npy.read(path, bytes)));
    if (expected.isEmpty()) {
      throw refused("nothing is recorded for sample " + sample);
    }
    return expected;
  }

  private static String output(String folder, String path) {
    if (!path.endsWith(NPY)) {
      throw refused(path + " is not named " + NPY);
    }
    return path.substring(folder.length(), path.length() - NPY.length());
  }

  /** The recorded tolerance. */
  public double tolerance() {
    byte[] text = files.getOrDefault(TOLERANCE, new byte[0]);
    try {
      double tolerance = Double.parseDouble(new String(text, US_ASCII).strip());
      if (tolerance >= 0 && tolerance < 1) {
        return tolerance;
      }
      throw refused("the tolerance is " + tolerance);
    } catch (NumberFormatException e) {
      throw refused("there is no file 'tolerance' with a decimal number");
    }
  }

  private static QuantizerException refused(String found) {
    return new QuantizerException(
        RefusalCode.BAD_RECORDED_RUN,
        "recorded outputs",
        found,
        "make the release again: its recorded outputs cannot be used");
  }
}
