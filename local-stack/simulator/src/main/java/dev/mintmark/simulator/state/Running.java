package dev.mintmark.simulator.state;

import dev.mintmark.content.Digest;

/**
 * What a device runs.
 *
 * @param release {@code name:version}
 * @param told the index that its heartbeats name; a lying device's is another
 */
public record Running(String release, Digest index, Digest model, Digest told) {}
