/** A release's hand-offs, followed back by digest and found to tell of one release. */
@NullMarked
package dev.mintmark.signer.chain;

import org.jspecify.annotations.NullMarked;
