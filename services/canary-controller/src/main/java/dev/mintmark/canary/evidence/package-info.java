/**
 * What the gate judges: the devices' summaries from the log, held in memory per open rollout and
 * read again from the offsets noted at its opening after a restart. A soak's windows are held one
 * by one, older ones only as the sums that evidence asks for.
 */
@NullMarked
package dev.mintmark.canary.evidence;

import org.jspecify.annotations.NullMarked;
