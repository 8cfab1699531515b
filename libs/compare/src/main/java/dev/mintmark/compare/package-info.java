/**
 * Says whether two artifacts are the same bytes and, if not, where they differ and probably why.
 * Pure: what comes out is a function of the two sides, never of the machine, the clock or the
 * locale.
 */
@NullMarked
package dev.mintmark.compare;

import org.jspecify.annotations.NullMarked;
