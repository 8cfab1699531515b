/**
 * The release ledger projects the log into PostgreSQL and answers what happened to a release; and
 * it has releases made again and judges what came of it; and it collects artifacts that nothing
 * names.
 *
 * <p>In: every topic of {@link dev.mintmark.topics.TopicCatalogue} about releases. Out: orders,
 * replayed requests and verdicts. {@code entry} reads one record of the log, {@code projection}
 * writes the rows exactly once, {@code query} reads them, {@code http} shows them, {@code rebuild}
 * rebuilds, {@code collect} collects.
 */
@NullMarked
package dev.mintmark.ledger;

import org.jspecify.annotations.NullMarked;
