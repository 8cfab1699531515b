/**
 * The second stage: float model, calibration table and configuration to the bytes of a quantized
 * model. Pure Java arithmetic, nothing is run, nothing is measured: the same three give the same
 * bytes on any JVM and CPU.
 */
@NullMarked
package dev.mintmark.quantizer.apply;

import org.jspecify.annotations.NullMarked;
