/** What a fleet remembers over a restart. */
@NullMarked
package dev.mintmark.simulator.state;

import org.jspecify.annotations.NullMarked;
