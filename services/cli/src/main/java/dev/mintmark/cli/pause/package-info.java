/** Waiting, which tests do without. */
@NullMarked
package dev.mintmark.cli.pause;

import org.jspecify.annotations.NullMarked;
