/**
 * What a Dockerfile makes, by a program that is not ours: built twice from nothing in a sandbox,
 * read as hostile input, and kept only when both are the same.
 */
@NullMarked
package dev.mintmark.image.dockerfile;

import org.jspecify.annotations.NullMarked;
