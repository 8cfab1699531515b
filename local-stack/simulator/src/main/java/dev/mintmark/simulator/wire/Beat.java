package dev.mintmark.simulator.wire;

import dev.mintmark.simulator.latency.Counted;
import java.time.Instant;

/**
 * One heartbeat that was not acknowledged yet.
 *
 * @param at when the counting ended, by the device's clock
 */
public record Beat(Instant at, Inventory inventory, Counted counted) {}
