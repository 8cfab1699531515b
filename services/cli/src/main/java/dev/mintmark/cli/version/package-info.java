/** Versions of releases, and which one is free. */
@NullMarked
package dev.mintmark.cli.version;

import org.jspecify.annotations.NullMarked;
