package dev.mintmark.ledger.projection;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where the rows and the offsets are. Called by one thread; every method is one transaction. */
interface ProjectionStore {

  /** Makes the tables that are not there. */
  void migrate();

  /**
   * Where to read on in these partitions: 0 where nothing is projected yet. Waits for a transaction
   * of another projector that is under way.
   *
   * @param cluster Kafka's cluster id
   * @throws ProjectionException LDG-023 when the rows were projected from another cluster
   */
  Map<TopicPartition, Long> open(String cluster, Collection<TopicPartition> partitions);

  /** A transaction that is under way. */
  @FunctionalInterface
  interface Pending {
    /**
     * Until it is committed.
     *
     * @throws RuntimeException when it failed, or nobody knows
     */
    void await();
  }

  /**
   * Begins to write rows and offsets, and does not wait; the batch before must be committed. To
   * await it throws {@link ProjectionException} LDG-024 when an offset is not where the batch
   * starts: another projector was faster; nothing is written.
   */
  Pending append(Batch batch);

  /**
   * Tells whether the tables are there.
   *
   * @throws RuntimeException when they are not, or PostgreSQL does not answer
   */
  void probe();
}
