/** Verdicts of rebuilds as signed attestations, under a key of their own. */
@NullMarked
package dev.mintmark.signer.verdict;

import org.jspecify.annotations.NullMarked;
