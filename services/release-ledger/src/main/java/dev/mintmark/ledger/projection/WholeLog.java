package dev.mintmark.ledger.projection;

import dev.mintmark.topics.Topic;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The log from its first record on, for those who have to see all of it. */
public interface WholeLog {
  /** What is read. */
  List<Topic> topics();

  /**
   * Begins to read.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException LDG-050 when records are missing, LDG-051
   *     when the projection does not reach the log's end
   * @throws dev.mintmark.kit.store.UnavailableException when broker or database are away
   */
  Reading open();

  /** A place in the log. */
  interface Reading extends AutoCloseable {
    /**
     * Tells of each committed record up to where the log ended when this was called; the next call
     * goes on there.
     *
     * @throws dev.mintmark.kit.store.UnavailableException when the broker is away
     */
    void toEnd(Consumer<ConsumerRecord<byte[], byte[]>> each);

    @Override
    void close();
  }
}
