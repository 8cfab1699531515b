/** Lays out what a recorded release is made of, and hands its request off again, in a rebuild. */
@NullMarked
package dev.mintmark.ledger.rebuild.replay;

import org.jspecify.annotations.NullMarked;
