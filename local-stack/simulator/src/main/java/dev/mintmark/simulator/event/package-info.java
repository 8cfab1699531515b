/** What the simulator tells the program that started it. */
@NullMarked
package dev.mintmark.simulator.event;

import org.jspecify.annotations.NullMarked;
