/** Kafka clients of this service, and the schema ids that they frame values with. */
@NullMarked
package dev.mintmark.telemetry.clients;

import org.jspecify.annotations.NullMarked;
