/** The closed list of rules by which two different artifacts still count as equivalent. */
@NullMarked
package dev.mintmark.compare.rule;

import org.jspecify.annotations.NullMarked;
