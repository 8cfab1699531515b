/**
 * Readers of ar, tar and zip, and of what is compressed in them, for archives that nobody vouches
 * for. They accept one reading of an archive only, allocate nothing that an archive merely claims,
 * and throw {@link dev.mintmark.packages.PackageException} for every fault of an archive.
 *
 * <p>tar and zip are read here and not by a library because libraries repair: commons-compress, for
 * one, strips the slash that makes a long name absolute, takes unknown kinds of entries for files,
 * and keeps a long name of any length in memory.
 */
@NullMarked
package dev.mintmark.packages.archive;

import org.jspecify.annotations.NullMarked;
