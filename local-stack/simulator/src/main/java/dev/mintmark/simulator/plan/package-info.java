/**
 * Which devices there are and what is wrong with which of them: all of it follows from one seed.
 */
@NullMarked
package dev.mintmark.simulator.plan;

import org.jspecify.annotations.NullMarked;
