/**
 * Collects artifacts that nothing names any more: {@code mark} finds out what is named, by the log
 * and by the store's pointers, {@code sweep} removes the rest, {@code http} is the door for
 * operators. Why it is safe stands in {@code
 * docs/adr/0021-artifacts-are-collected-by-the-ledger.md}.
 */
@NullMarked
package dev.mintmark.ledger.collect;

import org.jspecify.annotations.NullMarked;
