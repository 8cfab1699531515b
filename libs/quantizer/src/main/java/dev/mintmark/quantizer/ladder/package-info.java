/**
 * Tries ways to quantize, the fastest model first, until one passes its gate; refuses when none
 * does.
 */
@NullMarked
package dev.mintmark.quantizer.ladder;

import org.jspecify.annotations.NullMarked;
