package dev.mintmark.registry.push;

import java.time.Duration;

/**
 * What uploads may take.
 *
 * @param blob in bytes
 * @param uploads that are open at once
 * @param expiry an upload that got no byte for so long is given up
 */
public record Limits(long blob, int uploads, Duration expiry) {}
