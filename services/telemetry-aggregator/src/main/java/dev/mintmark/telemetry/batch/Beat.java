package dev.mintmark.telemetry.batch;

import dev.mintmark.sketch.LatencySketch;

/**
 * A heartbeat, checked.
 *
 * @param release {@code name:version}, as the device says
 * @param index {@code sha256:<hex>} of the image index, as the device says
 * @param at milliseconds since 1970, by the device's clock
 * @param latencies in microseconds, of {@code requests - errors} inferences; never changed
 */
public record Beat(
    String release,
    String index,
    long at,
    long requests,
    long errors,
    int cpuPermille,
    LatencySketch latencies) {}
