package dev.mintmark.simulator.wire;

import dev.mintmark.content.Digest;

/**
 * What a device says that it ran while it counted.
 *
 * @param release {@code name:version}
 */
public record Inventory(String release, Digest index, Digest model) {}
