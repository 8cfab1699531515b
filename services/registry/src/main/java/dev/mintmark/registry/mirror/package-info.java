/**
 * Pushes what the line publishes to registries that operators list, in its own time: nothing waits
 * for it. Each mirror has its own place in the log and its own backoff.
 */
@NullMarked
package dev.mintmark.registry.mirror;

import org.jspecify.annotations.NullMarked;
