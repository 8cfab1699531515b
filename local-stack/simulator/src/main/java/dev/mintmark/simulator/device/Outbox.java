package dev.mintmark.simulator.device;

import dev.mintmark.simulator.wire.Batch;
import dev.mintmark.simulator.wire.Beat;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Heartbeats that wait for an acknowledgement, and their numbers. None is lost and none counts
 * twice: a batch whose answer is lost is sent again under the same numbers, and telemetry's word on
 * what it counted last tells whether it had been taken.
 */
final class Outbox {
  /** A device does not keep more; it makes no new heartbeat until some are taken. */
  static final int MOST = 240;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Beat> beats = new ArrayDeque<>();
  private long first;

  /** The highest number that was sent with no answer: telemetry may have it. */
  private long unanswered;

  /**
   * @param last number that was taken before, 0 or more
   */
  Outbox(long last) {
    this.first = last + 1;
    this.unanswered = last;
  }

  boolean isFull() {
    return locked(() -> beats.size() >= MOST);
  }

  /** The number that the next heartbeat gets, if telemetry has nothing against it. */
  long nextNumber() {
    return locked(() -> first + beats.size());
  }

  void add(Beat beat) {
    locked(() -> beats.add(beat));
  }

  /** All that wait, to be sent now; empty when none does. */
  Optional<Batch> next() {
    return locked(() ->
        beats.isEmpty() ? Optional.empty() : Optional.of(new Batch(first, List.copyOf(beats))));
  }

  /** The batch is out of the way: it was taken, or is refused for good. */
  void remove(Batch batch) {
    locked(() -> drop(batch.last()));
  }

  /** There was no answer: it may have been taken or not. */
  void lost(Batch batch) {
    locked(() -> unanswered = Math.max(unanswered, batch.last()));
  }

  /**
   * Telemetry did not take the batch, because it had counted up to this number. Which it did by an
   * earlier try of this process, or by another life of the fleet: then what waits is new, and gets
   * new numbers.
   *
   * @return how many heartbeats had been taken after all
   */
  int behind(long lastCounted) {
    return locked(() -> {
      int had = drop(Math.min(lastCounted, unanswered));
      first = Math.max(first, lastCounted + 1);
      return had;
    });
  }

  /** Number of the last heartbeat that is out of the way. */
  long last() {
    return locked(() -> first - 1);
  }

  private int drop(long upTo) {
    int dropped = 0;
    while (first <= upTo && !beats.isEmpty()) {
      beats.remove();
      first++;
      dropped++;
    }
    return dropped;
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
