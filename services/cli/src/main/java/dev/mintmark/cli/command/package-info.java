/** The commands: options to calls, results to lines, tables and JSON. */
@NullMarked
package dev.mintmark.cli.command;

import org.jspecify.annotations.NullMarked;
