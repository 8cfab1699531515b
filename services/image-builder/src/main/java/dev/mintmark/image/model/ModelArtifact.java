package dev.mintmark.image.model;

import dev.mintmark.content.Artifact;
import dev.mintmark.image.request.ModelVariant;
import java.util.List;

/**
 * One target's model as an OCI artifact, stored.
 *
 * @param config the empty one
 * @param layers the model first, then samples, then expected outputs
 */
public record ModelArtifact(
    ModelVariant variant, Artifact manifest, Artifact config, List<Artifact> layers) {}
