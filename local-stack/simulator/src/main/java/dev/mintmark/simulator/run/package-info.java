/** A whole fleet, from enrolment to its last heartbeat. */
@NullMarked
package dev.mintmark.simulator.run;

import org.jspecify.annotations.NullMarked;
