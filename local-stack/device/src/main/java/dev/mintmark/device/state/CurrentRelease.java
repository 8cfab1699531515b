package dev.mintmark.device.state;

import dev.mintmark.content.Digest;

/**
 * What the device runs.
 *
 * @param release {@code name:version}
 * @param statement digest of the release statement, which is among the blobs
 * @param securityFloor the highest floor of all releases that ran here
 */
public record CurrentRelease(
    String release,
    String target,
    String repository,
    Digest index,
    Digest model,
    Digest statement,
    long securityFloor) {}
