/** Makes a signed release visible, the tag last. */
@NullMarked
package dev.mintmark.registry.publish;

import org.jspecify.annotations.NullMarked;
