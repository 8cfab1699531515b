/** Looks into native libraries: whether one is for the platform that is to load it. */
@NullMarked
package dev.mintmark.oci.elf;

import org.jspecify.annotations.NullMarked;
