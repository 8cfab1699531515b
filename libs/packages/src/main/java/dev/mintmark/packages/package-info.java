/**
 * Debian packages and Python wheels as plain Java: read from files that nobody vouches for, without
 * running anything of theirs, told entry by entry as what an image gets from them. {@code archive}
 * has the bounded readers, {@code deb} and {@code wheel} the two kinds of packages, {@code entry}
 * what both turn into, {@code root} merges that over a base to one tree. Nothing is written but the
 * one file that a caller of {@code DebPackage.spool} names.
 */
@NullMarked
package dev.mintmark.packages;

import org.jspecify.annotations.NullMarked;
