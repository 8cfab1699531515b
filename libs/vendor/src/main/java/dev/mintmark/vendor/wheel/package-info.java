/**
 * Wheels by pip: for each platform of an image, with the tags of the image's Python and glibc and
 * not those of the machine that pip runs on. Source distributions are never used.
 */
@NullMarked
package dev.mintmark.vendor.wheel;

import org.jspecify.annotations.NullMarked;
