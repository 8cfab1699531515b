/** Tells a cause from two values; says nothing where the evidence does not fit. */
@NullMarked
package dev.mintmark.compare.evidence;

import org.jspecify.annotations.NullMarked;
