/**
 * ONNX models as the quantizer sees them: parsed and checked once, refused early where a later
 * stage could only guess, raised to the operator set that per-channel weights need.
 */
@NullMarked
package dev.mintmark.quantizer.model;

import org.jspecify.annotations.NullMarked;
