package dev.mintmark.quantizer.tensor;

import dev.mintmark.content.Digest;

/** A dense array that a model takes, in row-major order. */
public sealed interface Value permits Tensor, WholeNumbers {
  /** NumPy's name of the element type, e.g. {@code float32}. */
  String elementType();

  /** A copy of the dimensions. */
  long[] shape();

  /** The digest of the values, little-endian. */
  Digest digest();

  /** Whether no value is NaN or infinite. */
  boolean isFinite();
}
