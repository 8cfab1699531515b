/** Where a quantized model departs from its float model, tensor by tensor. */
@NullMarked
package dev.mintmark.quantizer.noise;

import org.jspecify.annotations.NullMarked;
