/** What the gate says and why, in canonical bytes that anybody can make again. */
@NullMarked
package dev.mintmark.gate.verdict;

import org.jspecify.annotations.NullMarked;
