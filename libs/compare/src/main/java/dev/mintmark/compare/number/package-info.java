/** Compares arrays of numbers. */
@NullMarked
package dev.mintmark.compare.number;

import org.jspecify.annotations.NullMarked;
