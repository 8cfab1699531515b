/** A model quantized on this machine, by the code of the line and to the same bytes. */
@NullMarked
package dev.mintmark.cli.quantize;

import org.jspecify.annotations.NullMarked;
