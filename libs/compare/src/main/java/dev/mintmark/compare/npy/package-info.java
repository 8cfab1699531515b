/** Compares NumPy arrays. */
@NullMarked
package dev.mintmark.compare.npy;

import org.jspecify.annotations.NullMarked;
