/**
 * How long an inference takes: measured for each model on this machine, drawn from that by the
 * devices.
 */
@NullMarked
package dev.mintmark.simulator.latency;

import org.jspecify.annotations.NullMarked;
