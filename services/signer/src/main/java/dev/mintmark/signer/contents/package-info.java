/** What is about to be signed, read from the artifact store and held against the hand-offs. */
@NullMarked
package dev.mintmark.signer.contents;

import org.jspecify.annotations.NullMarked;
