/** What a package puts into an image, whatever kind of package it is. */
@NullMarked
package dev.mintmark.packages.entry;

import org.jspecify.annotations.NullMarked;
