/**
 * Makes a graph ready to be rewritten, without changing what it computes: operator set 13 or newer
 * by real conversions, constants among the initializers, batch normalizations inside their
 * convolutions, nothing that only hands a tensor on. Tensors that remain keep their names, so that
 * ranges measured on the float model fit.
 */
@NullMarked
package dev.mintmark.quantizer.prepare;

import org.jspecify.annotations.NullMarked;
