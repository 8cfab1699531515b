package dev.mintmark.image.assemble;

import dev.mintmark.image.install.LayerPart;

/**
 * A layer that is to be written.
 *
 * @param name used once in a build
 * @param createdBy its line in the image's history
 */
record PlannedLayer(String name, String createdBy, LayerPart part) {}
