/** Releases for the tests. */
@NullMarked
package dev.mintmark.registry.release;

import org.jspecify.annotations.NullMarked;
