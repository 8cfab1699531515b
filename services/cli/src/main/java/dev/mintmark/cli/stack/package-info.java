/** Starts, stops and asks the stack, through its launcher's process. */
@NullMarked
package dev.mintmark.cli.stack;

import org.jspecify.annotations.NullMarked;
