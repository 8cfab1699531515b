package dev.mintmark.kit.store;

import java.time.Instant;

/**
 * An object as the store lists it.
 *
 * @param size in bytes
 * @param modified by the store's own clock
 */
record S3Stat(String key, long size, Instant modified) {}
