/**
 * The release ledger projects the log into PostgreSQL and answers what happened to a release.
 *
 * <p>In: every topic of {@link dev.mintmark.topics.TopicCatalogue}. Out: none; HTTP only. {@code
 * entry} reads one record of the log, {@code projection} writes the rows exactly once, {@code
 * query} reads them, {@code http} shows them.
 */
@NullMarked
package dev.mintmark.ledger;

import org.jspecify.annotations.NullMarked;
