/**
 * Takes heartbeats of devices, sums them, and publishes evidence for the gate and figures for
 * people. In: {@code device.heartbeat} (its own door writes it) and {@code rollout.changed}. Out:
 * {@code device.summarized}, {@code fleet.metrics}; {@code device.counted} and {@code fleet.summed}
 * are its own.
 */
@NullMarked
package dev.mintmark.telemetry;

import org.jspecify.annotations.NullMarked;
