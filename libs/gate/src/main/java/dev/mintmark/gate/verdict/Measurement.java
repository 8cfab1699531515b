package dev.mintmark.gate.verdict;

/**
 * What the canaries of a class show after the change, against the absolute limits.
 *
 * @param devices how many are summed
 * @param latencyP99 in microseconds over all their inferences, 0 when there are none
 * @param errorRate over all their inferences, 0 when there are none
 * @param cpu mean over all their heartbeats, in cores
 */
public record Measurement(
    String deviceClass,
    int devices,
    long requests,
    double latencyP99,
    double errorRate,
    double cpu) {}
