/** Counts what is there, and removes what is old and not named. */
@NullMarked
package dev.mintmark.ledger.collect.sweep;

import org.jspecify.annotations.NullMarked;
