/**
 * Distributions of latencies that add up: a DDSketch with 1 % relative accuracy, whose bytes are
 * the same in whatever order its parts were merged, and a door for bytes that devices send.
 */
@NullMarked
package dev.mintmark.sketch;

import org.jspecify.annotations.NullMarked;
