/** Child processes that end with their parent, and process ids that a reused id cannot fool. */
@NullMarked
package dev.mintmark.embedded.process;

import org.jspecify.annotations.NullMarked;
