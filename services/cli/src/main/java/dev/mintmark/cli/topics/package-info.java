/** Holds a Kafka cluster's topics against the catalogue, and creates those that are missing. */
@NullMarked
package dev.mintmark.cli.topics;

import org.jspecify.annotations.NullMarked;
