/**
 * What a command prints: lines, aligned tables, a progress bar on a terminal, or one JSON document.
 */
@NullMarked
package dev.mintmark.cli.terminal;

import org.jspecify.annotations.NullMarked;
