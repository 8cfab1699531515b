/**
 * The devices' half of the controller: enrolment, desired state, reports, and the fleet as people
 * see it. Rollouts reach it through {@link dev.mintmark.canary.fleet.Fleet} alone.
 */
@NullMarked
package dev.mintmark.canary.device;

import org.jspecify.annotations.NullMarked;
