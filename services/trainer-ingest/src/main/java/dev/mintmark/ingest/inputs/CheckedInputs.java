package dev.mintmark.ingest.inputs;

import dev.mintmark.quantizer.model.ModelFacts;

/**
 * What is known of a request's artifacts once all of them passed.
 *
 * @param facts what the float model says of itself
 */
public record CheckedInputs(ModelFacts facts) {}
