/** Sums of heartbeats: which window, which key, and how they add up. No Kafka, no clock. */
@NullMarked
package dev.mintmark.telemetry.sum;

import org.jspecify.annotations.NullMarked;
