/** Simulated rollouts: how often the gate alarms for nothing, and how often it finds harm. */
@NullMarked
package dev.mintmark.gate.study;

import org.jspecify.annotations.NullMarked;
