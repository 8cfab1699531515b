/** Figures of builds and of the machine that made them. */
@NullMarked
package dev.mintmark.cli.measure;

import org.jspecify.annotations.NullMarked;
