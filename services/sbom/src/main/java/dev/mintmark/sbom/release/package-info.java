/** A release's hand-offs and the artifacts that tell what it is made of, read and compared. */
@NullMarked
package dev.mintmark.sbom.release;

import org.jspecify.annotations.NullMarked;
