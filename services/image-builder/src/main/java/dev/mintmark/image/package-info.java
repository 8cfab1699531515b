/**
 * The image builder: {@code model.quantized} to {@code image.built}. It assembles layers, one image
 * for each platform, one index and one OCI artifact for each target's model out of inputs that are
 * pinned by digest. It runs nothing and publishes nothing: what it makes is named by digest only.
 */
@NullMarked
package dev.mintmark.image;

import org.jspecify.annotations.NullMarked;
