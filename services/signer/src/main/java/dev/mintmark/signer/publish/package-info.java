/** Signatures, release statements, and the ordered list of all that is to be made visible. */
@NullMarked
package dev.mintmark.signer.publish;

import org.jspecify.annotations.NullMarked;
