/** Artifacts by digest and small named pointers over core S3, or over a folder. */
@NullMarked
package dev.mintmark.kit.store;

import org.jspecify.annotations.NullMarked;
