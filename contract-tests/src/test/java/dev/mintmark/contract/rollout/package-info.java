/** Rollouts on a simulated fleet, with what brings them about killed in the middle. */
@NullMarked
package dev.mintmark.contract.rollout;

import org.jspecify.annotations.NullMarked;
