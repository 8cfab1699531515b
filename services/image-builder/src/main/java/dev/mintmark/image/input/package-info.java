/** Brings a build's inputs close: a scratch folder of its own, archives and their members. */
@NullMarked
package dev.mintmark.image.input;

import org.jspecify.annotations.NullMarked;
