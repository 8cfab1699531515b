package dev.mintmark.ledger.collect.sweep;

import dev.mintmark.content.Digest;

/**
 * An artifact that may go.
 *
 * @param size in bytes
 */
record Candidate(Digest digest, long size, Kind kind) {}
