/** One record of the log, read into what the ledger keeps of it. Pure: no database, no clock. */
@NullMarked
package dev.mintmark.ledger.entry;

import org.jspecify.annotations.NullMarked;
