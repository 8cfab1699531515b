package dev.mintmark.ledger.collect.sweep;

import java.util.Map;

/**
 * What the store has, and why it stays.
 *
 * @param log named by a record, or by what records name
 * @param pointers named by a link of the registry, or by what else is kept beside the artifacts
 * @param young named by nothing, but younger than what may go: an upload whose build is not
 *     requested yet
 * @param garbage named by nothing and old, by kind; in the kinds' order
 */
public record Usage(Tally log, Tally pointers, Tally young, Map<String, Tally> garbage) {}
