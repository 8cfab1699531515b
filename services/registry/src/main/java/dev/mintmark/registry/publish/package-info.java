/** Makes a signed release visible: checks that it is whole, then links it, the tag last. */
@NullMarked
package dev.mintmark.registry.publish;

import org.jspecify.annotations.NullMarked;
