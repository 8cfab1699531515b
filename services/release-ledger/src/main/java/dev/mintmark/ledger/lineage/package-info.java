/** What only stands in artifacts: read when asked, so that the projection needs the log alone. */
@NullMarked
package dev.mintmark.ledger.lineage;

import org.jspecify.annotations.NullMarked;
