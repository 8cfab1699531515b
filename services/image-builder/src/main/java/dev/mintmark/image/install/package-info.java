/** Puts Debian packages and wheels into a tree, each kind as the layer that it becomes. */
@NullMarked
package dev.mintmark.image.install;

import org.jspecify.annotations.NullMarked;
