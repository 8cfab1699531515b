/** Compares OCI indexes and manifests and walks into what they refer to. */
@NullMarked
package dev.mintmark.compare.image;

import org.jspecify.annotations.NullMarked;
