/** How every Kafka client of a service comes to the broker. */
@NullMarked
package dev.mintmark.kit.broker;

import org.jspecify.annotations.NullMarked;
