/** Rebuilds over HTTP: ordering them, watching them, reading what was found; and any artifact. */
@NullMarked
package dev.mintmark.ledger.rebuild.http;

import org.jspecify.annotations.NullMarked;
