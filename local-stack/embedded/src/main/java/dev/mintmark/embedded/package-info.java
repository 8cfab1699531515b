/**
 * Kafka, S3 and PostgreSQL for one machine, as a child process: what tests of any module start.
 * Plain JDK, so that a test's class path gets nothing of the broker's.
 */
@NullMarked
package dev.mintmark.embedded;

import org.jspecify.annotations.NullMarked;
