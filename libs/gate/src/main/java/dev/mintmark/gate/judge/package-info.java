/**
 * Judges a look at a stage. The device is the unit, and its own control: what is compared is how
 * each one changed. Pure: the same policy and evidence give the same bytes on every machine.
 */
@NullMarked
package dev.mintmark.gate.judge;

import org.jspecify.annotations.NullMarked;
