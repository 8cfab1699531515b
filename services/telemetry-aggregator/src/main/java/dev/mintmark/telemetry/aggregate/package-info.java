/**
 * Counts each heartbeat once: reads batches, sums them, and commits sums, positions and offsets
 * together.
 */
@NullMarked
package dev.mintmark.telemetry.aggregate;

import org.jspecify.annotations.NullMarked;
