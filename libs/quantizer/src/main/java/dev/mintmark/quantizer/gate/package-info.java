/**
 * Judges a quantized model against its float model on held-out samples, by what the model is for. A
 * gate that cannot decide refuses.
 */
@NullMarked
package dev.mintmark.quantizer.gate;

import org.jspecify.annotations.NullMarked;
