/** Rollouts: their states, the engine that moves them on, and what operators may do to them. */
@NullMarked
package dev.mintmark.canary.rollout;

import org.jspecify.annotations.NullMarked;
