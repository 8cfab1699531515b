package dev.mintmark.ledger.entry;

/**
 * An artifact as an event names it.
 *
 * @param role path of the reference within the event, e.g. {@code variants[cpu-amd64].model}
 * @param digest {@code sha256:<hex>}
 * @param size in bytes
 */
public record ArtifactUse(String role, String digest, String mediaType, long size) {}
