package dev.mintmark.quantizer.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.TensorFact;
import dev.mintmark.quantizer.tensor.Npy;
import dev.mintmark.quantizer.tensor.Npz;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.tensor.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One {@code .npy} or {@code .npz} file that is read when it is used, so that a set of samples need
 * not fit into memory.
 *
 * @param path name inside its set, with {@code /}
 * @param digest of the file's bytes
 * @param size of the file, in bytes
 */
public record Sample(String path, Digest digest, long size, Source source) {
  private static final String ONE = ".npy";
  private static final String SEVERAL = ".npz";

  /** Where the bytes come from; called once for every pass over the samples. */
  @FunctionalInterface
  public interface Source {
    byte[] read() throws IOException;
  }

  /** A sample that is in memory. */
  public static Sample of(String path, byte[] file) {
    return new Sample(path, Digest.of(file), file.length, () -> file);
  }

  /** Bytes that the arrays may take in memory. */
  long weight() {
    return path.endsWith(SEVERAL) ? Math.max(size, Npz.MOST_BYTES) : size;
  }

  /**
   * A digest of what the sample holds, however it is packed: of an archive the names, types, shapes
   * and values of its arrays, else that of the file.
   *
   * @throws QuantizerException {@code QNT-013} for an archive that is none
   */
  Digest contents() {
    if (!path.endsWith(SEVERAL)) {
      return digest;
    }
    StringBuilder lines = new StringBuilder();
    Npz.read(path, bytes())
        .forEach((name, value) ->
            lines.append(Digest.of((name + "\n" + value).getBytes(UTF_8))).append(value.digest()));
    return Digest.of(lines.toString().getBytes(UTF_8));
  }

  /** What a file of a sample set may be named. */
  public static boolean isNamed(String path) {
    return path.endsWith(ONE) || path.endsWith(SEVERAL);
  }

  /**
   * Reads the sample for a model: a {@code .npy} file for its one input, or a {@code .npz} file
   * with an array for each input.
   *
   * @throws QuantizerException {@code QNT-013} for another file, {@code QNT-011} when names, types
   *     or shapes do not fit the inputs or a value is not finite
   * @throws UncheckedIOException when it cannot be read now
   */
  public Feed feed(List<TensorFact> inputs) {
    SortedMap<String, Value> values = values(inputs);
    Set<String> names = inputs.stream().map(TensorFact::name).collect(Collectors.toSet());
    if (!values.keySet().equals(names)) {
      throw refused("holds " + values.keySet() + " where the model takes " + new TreeSet<>(names));
    }
    for (TensorFact input : inputs) {
      check(input, requireNonNull(values.get(input.name())));
    }
    return new Feed(values);
  }

  private SortedMap<String, Value> values(List<TensorFact> inputs) {
    if (path.endsWith(SEVERAL)) {
      return Npz.read(path, bytes());
    }
    if (inputs.size() != 1) {
      throw refused(
          "is one array where the model takes "
              + inputs.stream().map(TensorFact::name).sorted().toList()
              + "; give .npz files");
    }
    TreeMap<String, Value> one = new TreeMap<>();
    one.put(inputs.getFirst().name(), Npy.value(path, bytes()));
    return one;
  }

  private void check(TensorFact input, Value value) {
    if (!value.elementType().equals(input.elementType())) {
      throw refused(
          "holds "
              + value.elementType()
              + " where input '"
              + input.name()
              + "' takes "
              + input.elementType());
    }
    if (!input.accepts(value.shape())) {
      throw refused(
          "has the shape "
              + Tensor.text(value.shape())
              + " where input '"
              + input.name()
              + "' takes "
              + input.shapeText());
    }
    if (!value.isFinite()) {
      throw refused("holds a value that is NaN or infinite");
    }
  }

  private byte[] bytes() {
    try {
      return source.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private QuantizerException refused(String found) {
    return new QuantizerException(
        RefusalCode.BAD_SAMPLE,
        "sample " + path,
        found,
        "preprocess the samples as the model expects them");
  }
}
