/**
 * Runs models on ONNX Runtime in the one way that gives alike numbers on unlike machines: on the
 * CPU, one thread, no graph optimization.
 */
@NullMarked
package dev.mintmark.quantizer.run;

import org.jspecify.annotations.NullMarked;
