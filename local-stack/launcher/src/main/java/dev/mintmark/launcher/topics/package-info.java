/** Brings a broker's topics in line with the catalogue. */
@NullMarked
package dev.mintmark.launcher.topics;

import org.jspecify.annotations.NullMarked;
