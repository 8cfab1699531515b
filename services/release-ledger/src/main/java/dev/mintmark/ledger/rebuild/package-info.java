/**
 * Rebuilds: an order is written down ({@code order}), the recorded request is replayed in a place
 * of its own ({@code replay}), and what the steps made of it is judged ({@code judge}). {@code
 * chain} has both sides' hand-offs, {@code http} the doors.
 */
@NullMarked
package dev.mintmark.ledger.rebuild;

import org.jspecify.annotations.NullMarked;
