/** Whom a command believes: a key, a key set under pinned roots, or a policy's file. */
@NullMarked
package dev.mintmark.cli.trust;

import org.jspecify.annotations.NullMarked;
