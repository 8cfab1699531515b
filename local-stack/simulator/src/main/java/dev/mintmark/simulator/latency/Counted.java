package dev.mintmark.simulator.latency;

import dev.mintmark.sketch.LatencySketch;

/**
 * What a device counted for one heartbeat.
 *
 * @param cpuPermille thousandths of one core
 * @param sketch of the latencies in microseconds, encoded as {@link LatencySketch#encode}
 */
public record Counted(int requests, int errors, int cpuPermille, byte[] sketch) {}
