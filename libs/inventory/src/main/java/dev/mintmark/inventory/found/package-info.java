/** The files of an image, what was found to be installed there, and why something is refused. */
@NullMarked
package dev.mintmark.inventory.found;

import org.jspecify.annotations.NullMarked;
