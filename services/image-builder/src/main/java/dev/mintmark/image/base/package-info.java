/**
 * The image that others are built on: its documents and layers read as hostile input, and the tree
 * that its layers make.
 */
@NullMarked
package dev.mintmark.image.base;

import org.jspecify.annotations.NullMarked;
