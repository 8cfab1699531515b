/** Float tensors and their file form, NumPy's {@code .npy}. */
@NullMarked
package dev.mintmark.quantizer.tensor;

import org.jspecify.annotations.NullMarked;
