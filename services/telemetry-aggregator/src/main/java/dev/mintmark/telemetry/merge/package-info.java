/** Adds the parts of a window up, and publishes what the fleet measured. */
@NullMarked
package dev.mintmark.telemetry.merge;

import org.jspecify.annotations.NullMarked;
