package dev.mintmark.ledger.rebuild.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of rebuilds, the latest first.
 *
 * @param next what to give as {@code after} for the next page; null on the last one
 */
public record RebuildPage(List<RebuildView> rebuilds, @Nullable String next) {}
