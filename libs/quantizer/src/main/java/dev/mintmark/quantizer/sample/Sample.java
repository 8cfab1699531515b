package dev.mintmark.quantizer.sample;

import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.TensorFact;
import dev.mintmark.quantizer.tensor.Npy;
import dev.mintmark.quantizer.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One {@code .npy} file that is read when it is used, so that a set of samples need not fit into
 * memory.
 *
 * @param path name inside its set, with {@code /}
 * @param digest of the file's bytes
 */
public record Sample(String path, Digest digest, Source source) {
  /** Where the bytes come from; called once for every pass over the samples. */
  @FunctionalInterface
  public interface Source {
    byte[] read() throws IOException;
  }

  /** A sample that is in memory. */
  public static Sample of(String path, byte[] file) {
    return new Sample(path, Digest.of(file), () -> file);
  }

  /**
   * Reads the sample for an input of a model.
   *
   * @throws QuantizerException {@code QNT-013} for another file, {@code QNT-011} when its shape
   *     does not fit the input or a value is not finite
   * @throws UncheckedIOException when it cannot be read now
   */
  public Tensor tensor(TensorFact input) {
    Tensor tensor = Npy.read(path, bytes());
    if (!input.accepts(tensor.shape())) {
      throw refused(
          "has the shape "
              + Tensor.text(tensor.shape())
              + " where input '"
              + input.name()
              + "' takes "
              + input.shapeText());
    }
    if (!tensor.isFinite()) {
      throw refused("holds a value that is NaN or infinite");
    }
    return tensor;
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
