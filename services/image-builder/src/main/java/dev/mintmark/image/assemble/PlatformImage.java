package dev.mintmark.image.assemble;

import dev.mintmark.content.Artifact;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.layer.Layer;
import java.util.List;

/**
 * One platform's image, stored.
 *
 * @param layers lowest first
 */
public record PlatformImage(
    Platform platform, Artifact manifest, Artifact config, List<Layer> layers) {}
