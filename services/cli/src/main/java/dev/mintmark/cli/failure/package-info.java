/** What a command ends with: its exit code, and the coded error that it prints. */
@NullMarked
package dev.mintmark.cli.failure;

import org.jspecify.annotations.NullMarked;
