/** One batch of heartbeats: read strictly, and checked, with a code for each way to be wrong. */
@NullMarked
package dev.mintmark.telemetry.batch;

import org.jspecify.annotations.NullMarked;
