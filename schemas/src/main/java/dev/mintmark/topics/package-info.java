/**
 * The topic catalogue: every topic of the line by name, with its event, partitions and retention.
 */
@NullMarked
package dev.mintmark.topics;

import org.jspecify.annotations.NullMarked;
