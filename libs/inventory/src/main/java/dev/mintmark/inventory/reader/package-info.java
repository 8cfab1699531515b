/** A reader for each place in which packages are written down. */
@NullMarked
package dev.mintmark.inventory.reader;

import org.jspecify.annotations.NullMarked;
