package dev.mintmark.verify.release;

/**
 * The bills of materials, CycloneDX JSON.
 *
 * @param image of the image for the statement's platform
 * @param model of the model for the statement's target
 */
public record Boms(Blob image, Blob model) {}
