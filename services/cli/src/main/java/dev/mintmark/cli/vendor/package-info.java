/** The pinned inputs of a release: their locks, and how they come to this machine. */
@NullMarked
package dev.mintmark.cli.vendor;

import org.jspecify.annotations.NullMarked;
