/**
 * What can be done to a model, as values: which form its weights and activations take, and which
 * nodes are left out. A scheme, a float model and a calibration table are all that the bytes of a
 * quantized model depend on.
 */
@NullMarked
package dev.mintmark.quantizer.scheme;

import org.jspecify.annotations.NullMarked;
