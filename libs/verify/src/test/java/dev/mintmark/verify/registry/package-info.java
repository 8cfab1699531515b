/** A registry in memory, for tests of what is signed and of what verifies. */
@NullMarked
package dev.mintmark.verify.registry;

import org.jspecify.annotations.NullMarked;
