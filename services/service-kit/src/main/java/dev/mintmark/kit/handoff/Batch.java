package dev.mintmark.kit.handoff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that were polled at once and how far work on them has come. Decides what a transaction
 * may hold: answers in the order of their records, of each partition without a gap. One thread
 * works at the head while another one takes what is done.
 */
final class Batch {
  private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
  private List<Finished> done = new ArrayList<>();
  private long headSince;
  private boolean headBegun;

  /**
   * Takes the records over.
   *
   * @param polled each partition's records in the order of their offsets
   */
  Batch(Iterable<ConsumerRecord<byte[], byte[]>> polled) {
    polled.forEach(waiting::add);
  }

  /**
   * A record with its answer.
   *
   * @param since when work on it began, in {@link System#nanoTime} units
   */
  record Finished(ConsumerRecord<byte[], byte[]> message, Answer answer, long since) {}

  /** The record to work on: the same one until it is finished; empty when none is left. */
  synchronized Optional<ConsumerRecord<byte[], byte[]>> begin(long now) {
    if (!headBegun && !waiting.isEmpty()) {
      headBegun = true;
      headSince = now;
    }
    return head();
  }

  synchronized Optional<ConsumerRecord<byte[], byte[]>> head() {
    return Optional.ofNullable(waiting.peek());
  }

  /** The head's answer; one that comes for a record that was let go of is nobody's. */
  synchronized void finish(ConsumerRecord<byte[], byte[]> message, Answer answer) {
    if (waiting.peek() == message) {
      waiting.remove();
      done.add(new Finished(message, answer, headSince));
      headBegun = false;
    }
  }

  /** What is worked on and was not taken yet: one transaction's worth. */
  synchronized List<Finished> takeDone() {
    List<Finished> taken = done;
    done = new ArrayList<>();
    return taken;
  }

  /**
   * Lets go of what is in hand of partitions that went to somebody else, who reads it again.
   *
   * @return false when the head is of one of them: then all is let go of
   */
  synchronized boolean keepWithout(Set<TopicPartition> takenAway) {
    if (head().map(head -> takenAway.contains(partition(head))).orElse(false)) {
      abandon();
      return false;
    }
    waiting.removeIf(message -> takenAway.contains(partition(message)));
    done.removeIf(finished -> takenAway.contains(partition(finished.message())));
    return true;
  }

  /** Lets go of everything, so that nobody works on it any longer. */
  synchronized void abandon() {
    waiting.clear();
    done.clear();
    headBegun = false;
  }

  static TopicPartition partition(ConsumerRecord<byte[], byte[]> message) {
    return new TopicPartition(message.topic(), message.partition());
  }
}
