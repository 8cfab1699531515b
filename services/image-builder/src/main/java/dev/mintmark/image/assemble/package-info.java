/** Layers, configs, manifests and the index, from a request whose inputs are pinned. */
@NullMarked
package dev.mintmark.image.assemble;

import org.jspecify.annotations.NullMarked;
