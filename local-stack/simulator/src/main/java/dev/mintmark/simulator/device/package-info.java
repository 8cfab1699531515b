/** One simulated device: its orders, its heartbeats. */
@NullMarked
package dev.mintmark.simulator.device;

import org.jspecify.annotations.NullMarked;
