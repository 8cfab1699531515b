package dev.mintmark.ledger.entry;

import org.jspecify.annotations.Nullable;

/**
 * What a client of the registry will see of a release, as far as one event says it.
 *
 * @param repository logical, without a host
 * @param index {@code sha256:<hex>} of the image index
 */
public record Visible(@Nullable String repository, @Nullable String tag, @Nullable String index) {
  public static final Visible NOTHING = new Visible(null, null, null);
}
