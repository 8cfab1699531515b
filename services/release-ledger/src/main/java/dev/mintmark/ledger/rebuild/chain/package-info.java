/**
 * What a release's hand-offs say, on the recorded side and in a rebuild, and what it was made of.
 */
@NullMarked
package dev.mintmark.ledger.rebuild.chain;

import org.jspecify.annotations.NullMarked;
