package dev.mintmark.ledger.query;

/**
 * Another outcome of the same training: same commit, dataset, environment and seed, another model.
 *
 * @param model {@code sha256:<hex>}
 */
public record Drift(String name, String version, String model) {}
