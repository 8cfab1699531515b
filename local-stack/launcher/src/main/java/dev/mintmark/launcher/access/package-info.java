/**
 * Who may do what: the one table of the services' rights, and what follows from it for S3 and for
 * Kafka. {@code deploy/s3} and {@code deploy/kafka} say the same to servers of one's own.
 */
@NullMarked
package dev.mintmark.launcher.access;

import org.jspecify.annotations.NullMarked;
