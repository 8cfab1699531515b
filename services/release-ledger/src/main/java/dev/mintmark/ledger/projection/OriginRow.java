package dev.mintmark.ledger.projection;

import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import dev.mintmark.ledger.entry.Origin;

/** One thing that a request names. */
record OriginRow(HandOffEntry request, Origin origin) {}
