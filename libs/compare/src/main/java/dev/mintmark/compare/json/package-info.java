/** Compares JSON documents by path. */
@NullMarked
package dev.mintmark.compare.json;

import org.jspecify.annotations.NullMarked;
