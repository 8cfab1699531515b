package dev.mintmark.quantizer.ladder;

import dev.mintmark.quantizer.gate.Measurement;

/**
 * One rung that was tried.
 *
 * @param rung e.g. {@code static-min-max}
 * @param size of the model, in bytes
 * @param nodes operators that take integers
 * @param raisedChannels weight channels whose scale was raised for the bias
 * @param finite whether all outputs on all validation samples are finite; one that is not fails the
 *     rung whatever the metric says
 * @param measured by the gate's metric
 */
public record Attempt(
    String rung,
    int size,
    int nodes,
    int raisedChannels,
    boolean finite,
    Measurement.Value measured) {}
