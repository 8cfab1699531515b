/** What one platform's image will hold, seen as a whole before its layers are stored. */
@NullMarked
package dev.mintmark.image.tree;

import org.jspecify.annotations.NullMarked;
