/** Compares any two streams, byte by byte. */
@NullMarked
package dev.mintmark.compare.bytes;

import org.jspecify.annotations.NullMarked;
