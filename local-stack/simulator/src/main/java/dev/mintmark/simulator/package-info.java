/**
 * A fleet of simulated devices in one process, which speaks the protocol of real ones: see the
 * module's README for what is real and what is drawn.
 */
@NullMarked
package dev.mintmark.simulator;

import org.jspecify.annotations.NullMarked;
