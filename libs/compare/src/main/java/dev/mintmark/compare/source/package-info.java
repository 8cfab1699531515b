/** Where the bytes of the two sides come from, and how one look leads into another. */
@NullMarked
package dev.mintmark.compare.source;

import org.jspecify.annotations.NullMarked;
