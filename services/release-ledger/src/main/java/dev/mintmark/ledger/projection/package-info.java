/**
 * Projects the log into PostgreSQL exactly once: the rows of a batch and the offsets behind it are
 * one database transaction, and reading starts where PostgreSQL says, never where Kafka does.
 */
@NullMarked
package dev.mintmark.ledger.projection;

import org.jspecify.annotations.NullMarked;
