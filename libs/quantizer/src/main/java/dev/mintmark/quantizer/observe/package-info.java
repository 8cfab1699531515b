/** Looks into models: inner tensors become outputs, so many at a time as memory allows. */
@NullMarked
package dev.mintmark.quantizer.observe;

import org.jspecify.annotations.NullMarked;
