/**
 * Writes image layers whose bytes depend on nothing but their entries and one time: sorted, owner
 * 0:0, one mtime, tar in a gzip stream that is the same for every JDK with the pinned deflate.
 */
@NullMarked
package dev.mintmark.oci.layer;

import org.jspecify.annotations.NullMarked;
