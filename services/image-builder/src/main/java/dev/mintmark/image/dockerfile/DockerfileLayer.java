package dev.mintmark.image.dockerfile;

import dev.mintmark.image.base.BaseImage;
import dev.mintmark.image.install.LayerPart;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.oci.manifest.ImageConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a Dockerfile makes for one platform, twice the same.
 *
 * @param base that its last stage stands on; null for scratch
 * @param run how its config says that it is run
 * @param part the layer above the base's; without entries where the Dockerfile changes nothing
 * @param tree the base with that layer
 */
public record DockerfileLayer(
    @Nullable BaseImage base, ImageConfig.Run run, LayerPart part, LayeredTree tree) {}
