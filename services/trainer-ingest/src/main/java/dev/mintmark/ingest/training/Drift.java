package dev.mintmark.ingest.training;

/**
 * An earlier release of the same training with another model.
 *
 * @param release {@code name:version}
 * @param model {@code sha256:<hex>}
 */
public record Drift(String release, String model) {}
