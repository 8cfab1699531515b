/** Copies of blobs on this service's own disk. */
@NullMarked
package dev.mintmark.registry.local;

import org.jspecify.annotations.NullMarked;
