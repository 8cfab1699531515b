/** The hand-off runner: one event in, one event out, exactly once, straight on kafka-clients. */
@NullMarked
package dev.mintmark.kit.handoff;

import org.jspecify.annotations.NullMarked;
