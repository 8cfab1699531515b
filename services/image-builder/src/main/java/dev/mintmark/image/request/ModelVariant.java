package dev.mintmark.image.request;

import dev.mintmark.content.Artifact;
import dev.mintmark.oci.Platform;

/**
 * The model as one target runs it.
 *
 * @param expected tree of the model's outputs for the smoke samples
 * @param rung how it was quantized
 * @param metric what its gate measured
 * @param value what it reached, at most 4 decimals
 */
public record ModelVariant(
    String target,
    Platform platform,
    Artifact model,
    Artifact expected,
    String rung,
    String metric,
    double value) {}
