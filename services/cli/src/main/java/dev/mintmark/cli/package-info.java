/** The {@code mintmark} command: where it starts, and how it ends. */
@NullMarked
package dev.mintmark.cli;

import org.jspecify.annotations.NullMarked;
