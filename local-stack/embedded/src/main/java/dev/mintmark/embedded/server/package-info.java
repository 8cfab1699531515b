/**
 * The servers themselves: Kafka (KRaft) and S3 in this JVM, PostgreSQL as its child, on loopback,
 * over one data directory that outlives every kill.
 */
@NullMarked
package dev.mintmark.embedded.server;

import org.jspecify.annotations.NullMarked;
