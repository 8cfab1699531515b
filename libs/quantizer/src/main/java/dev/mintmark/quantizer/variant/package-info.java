/**
 * Models that compute the same as another one at another cost: material for proving a rollout's
 * gate.
 */
@NullMarked
package dev.mintmark.quantizer.variant;

import org.jspecify.annotations.NullMarked;
