/**
 * Finds out, artifact by artifact, whether a rebuild made what is recorded. Pure but for reading
 * both sides' bytes: the same bytes give the same findings.
 */
@NullMarked
package dev.mintmark.ledger.rebuild.judge;

import org.jspecify.annotations.NullMarked;
