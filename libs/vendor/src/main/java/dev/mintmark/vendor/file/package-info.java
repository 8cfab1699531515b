/** Single files, as npm, Maven and plain addresses have them. */
@NullMarked
package dev.mintmark.vendor.file;

import org.jspecify.annotations.NullMarked;
