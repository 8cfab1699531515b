/** Sends inputs and build requests to trainer-ingest. */
@NullMarked
package dev.mintmark.cli.ingest;

import org.jspecify.annotations.NullMarked;
