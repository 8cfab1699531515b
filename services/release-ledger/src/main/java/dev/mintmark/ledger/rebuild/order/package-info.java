/** Takes orders to make releases again: groups them into runs, numbers them, writes them down. */
@NullMarked
package dev.mintmark.ledger.rebuild.order;

import org.jspecify.annotations.NullMarked;
