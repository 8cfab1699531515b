/** What operators decide through the ledger's doors, written to the log. */
@NullMarked
package dev.mintmark.ledger.decision;

import org.jspecify.annotations.NullMarked;
