/**
 * The states of a rollout: each has methods for the steps that it may take, and no others. Pure.
 */
@NullMarked
package dev.mintmark.canary.state;

import org.jspecify.annotations.NullMarked;
