package dev.mintmark.ledger.collect.sweep;

import dev.mintmark.ledger.collect.mark.Missing;
import java.util.List;

/**
 * What came of a collection.
 *
 * @param usage of the store before anything was removed
 * @param removed artifacts; none unless it was to delete
 * @param spared what was garbage at the first look, and not at the second
 * @param missing what holds a collection; only of one that counts it may be there
 * @param reports digests of the lists of what was removed, {@code sha256:<hex>} each
 */
public record Collected(
    Usage usage, Tally removed, Tally spared, List<Missing> missing, List<String> reports) {}
