/** What the evidence key attests of a checked release, and whether it was attested. */
@NullMarked
package dev.mintmark.signer.evidence;

import org.jspecify.annotations.NullMarked;
