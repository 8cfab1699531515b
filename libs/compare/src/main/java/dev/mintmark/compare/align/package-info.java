/** Which element of one list belongs to which of the other. */
@NullMarked
package dev.mintmark.compare.align;

import org.jspecify.annotations.NullMarked;
