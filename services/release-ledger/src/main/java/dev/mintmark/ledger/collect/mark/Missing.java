package dev.mintmark.ledger.collect.mark;

/**
 * A named artifact that the store has not, or that cannot be read.
 *
 * @param digest {@code sha256:<hex>}
 * @param by the record that names it
 * @param role what it is to that record
 */
public record Missing(String digest, String by, String role) {}
