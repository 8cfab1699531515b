/**
 * The first stage: runs the float model on samples and writes down the range of each tensor. The
 * table is a recorded artifact, because another processor may measure other last digits.
 */
@NullMarked
package dev.mintmark.quantizer.calibrate;

import org.jspecify.annotations.NullMarked;
