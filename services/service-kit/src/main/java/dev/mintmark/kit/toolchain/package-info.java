/** What a service runs as is an artifact too, so that it can run again years later. */
@NullMarked
package dev.mintmark.kit.toolchain;

import org.jspecify.annotations.NullMarked;
