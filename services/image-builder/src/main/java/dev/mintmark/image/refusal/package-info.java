/** What the image builder refuses, each with its stable code. */
@NullMarked
package dev.mintmark.image.refusal;

import org.jspecify.annotations.NullMarked;
