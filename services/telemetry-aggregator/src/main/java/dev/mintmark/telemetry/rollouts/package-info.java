/** Which device classes have an open rollout. */
@NullMarked
package dev.mintmark.telemetry.rollouts;

import org.jspecify.annotations.NullMarked;
