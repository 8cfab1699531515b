/** Releases, fetched once for the whole fleet. */
@NullMarked
package dev.mintmark.simulator.registry;

import org.jspecify.annotations.NullMarked;
