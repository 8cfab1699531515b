/** The programs that {@code src/test/bench/compare.py} runs beside ONNX Runtime's quantizer. */
@NullMarked
package dev.mintmark.convert.bench;

import org.jspecify.annotations.NullMarked;
