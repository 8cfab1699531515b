/**
 * Which devices a stage reaches, and which ones it is compared with: from the rollout's id and the
 * devices alone, the same on every machine and in any order of the input.
 */
@NullMarked
package dev.mintmark.gate.cohort;

import org.jspecify.annotations.NullMarked;
