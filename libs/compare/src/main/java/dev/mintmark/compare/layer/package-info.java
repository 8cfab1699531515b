/**
 * Compares image layers: gzip header, tar entries, contents. Streams; holds a table of entries,
 * never a file of any size.
 */
@NullMarked
package dev.mintmark.compare.layer;

import org.jspecify.annotations.NullMarked;
