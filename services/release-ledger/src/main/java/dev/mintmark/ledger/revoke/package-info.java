/** Withdrawing a release: an event that every door obeys. */
@NullMarked
package dev.mintmark.ledger.revoke;

import org.jspecify.annotations.NullMarked;
