/** Compares ONNX models by node and initializer. */
@NullMarked
package dev.mintmark.compare.onnx;

import org.jspecify.annotations.NullMarked;
