/**
 * All that a verdict is made of, in one document of canonical bytes: what each device of both arms
 * did before and after the change, and where in the log that was read.
 */
@NullMarked
package dev.mintmark.gate.evidence;

import org.jspecify.annotations.NullMarked;
