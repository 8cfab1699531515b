/**
 * A deterministic quantizer for ONNX models, as a plain library.
 *
 * <p>The work has two stages. {@link dev.mintmark.quantizer.calibrate calibrate} runs the float
 * model on samples and writes down the range of each tensor; its table is a recorded artifact.
 * {@link dev.mintmark.quantizer.apply apply} is pure: the same model, table and configuration give
 * the same bytes on any JVM and CPU. {@link dev.mintmark.quantizer.ladder} tries variants until one
 * passes the {@link dev.mintmark.quantizer.gate}. This package holds what all of them share: how a
 * refusal looks.
 */
@NullMarked
package dev.mintmark.quantizer;

import org.jspecify.annotations.NullMarked;
