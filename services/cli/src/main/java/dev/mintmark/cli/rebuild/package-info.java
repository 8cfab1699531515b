/** Releases that are made again, and what came of it. */
@NullMarked
package dev.mintmark.cli.rebuild;

import org.jspecify.annotations.NullMarked;
