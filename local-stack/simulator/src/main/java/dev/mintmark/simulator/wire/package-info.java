/** What devices say and hear over HTTP. */
@NullMarked
package dev.mintmark.simulator.wire;

import org.jspecify.annotations.NullMarked;
