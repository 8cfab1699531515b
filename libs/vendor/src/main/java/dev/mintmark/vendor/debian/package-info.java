/**
 * Debian packages by apt: resolved, fetched and checked against signed indexes by apt itself, in a
 * root folder of its own for each architecture, in which nothing is installed.
 */
@NullMarked
package dev.mintmark.vendor.debian;

import org.jspecify.annotations.NullMarked;
