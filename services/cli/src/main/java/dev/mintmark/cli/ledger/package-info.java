/** Reads release-ledger: releases, their hand-offs, and the feed of a build that is under way. */
@NullMarked
package dev.mintmark.cli.ledger;

import org.jspecify.annotations.NullMarked;
