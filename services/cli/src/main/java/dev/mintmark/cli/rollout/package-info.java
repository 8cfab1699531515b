/** Rollouts as canary-controller tells them, and their judgements made again. */
@NullMarked
package dev.mintmark.cli.rollout;

import org.jspecify.annotations.NullMarked;
