/** A folder of keys with its key set: made, imported, rotated, revoked, listed. */
@NullMarked
package dev.mintmark.cli.keys;

import org.jspecify.annotations.NullMarked;
