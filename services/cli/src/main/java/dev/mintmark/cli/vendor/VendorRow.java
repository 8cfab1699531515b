package dev.mintmark.cli.vendor;

import dev.mintmark.vendor.Fetched;

/**
 * What became of one kind of inputs.
 *
 * @param kind {@code debian}, {@code wheels}, {@code base}, {@code npm}, {@code maven}, {@code url}
 *     or {@code bundle}
 * @param of a platform, a base's reference, a file's source, or a bundle's name
 */
public record VendorRow(String kind, String of, Fetched fetched) {}
