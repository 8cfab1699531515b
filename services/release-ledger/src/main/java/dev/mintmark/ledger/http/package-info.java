/** The ledger over HTTP: releases, their hand-offs, and the feed. */
@NullMarked
package dev.mintmark.ledger.http;

import org.jspecify.annotations.NullMarked;
