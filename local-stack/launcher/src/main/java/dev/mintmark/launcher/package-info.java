/**
 * One command for the whole line on one machine: Kafka and S3 in this JVM, PostgreSQL and every
 * service as a child, health-gated, supervised, on loopback, over one home directory.
 */
@NullMarked
package dev.mintmark.launcher;

import org.jspecify.annotations.NullMarked;
