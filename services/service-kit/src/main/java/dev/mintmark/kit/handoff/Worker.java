package dev.mintmark.kit.handoff;

import dev.mintmark.kit.refusal.Refusal;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Works on the records of a batch, one after the other, on a thread of its own. */
final class Worker<I extends SpecificRecord, O extends SpecificRecord> implements AutoCloseable {
  private final Answer.Maker<I, O> maker;
  private final ExecutorService thread;

  Worker(String step, Answer.Maker<I, O> maker) {
    this.maker = maker;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name(step + "-work").factory());
  }

  /**
   * Works until nothing is left, or until work on the head fails, which then stays the head.
   *
   * @param attempts not to be changed meanwhile
   */
  Future<?> workOff(Batch batch, Attempts attempts) {
    return thread.submit(() -> {
      for (var head = batch.begin(System.nanoTime());
          head.isPresent();
          head = batch.begin(System.nanoTime())) {
        ConsumerRecord<byte[], byte[]> message = head.get();
        batch.finish(message, answer(message, attempts.hopeless(message)));
      }
      return null;
    });
  }

  private Answer answer(ConsumerRecord<byte[], byte[]> message, Optional<Refusal> hopeless)
      throws Exception {
    return hopeless.isPresent() ? maker.giveUp(message, hopeless.get()) : maker.answer(message);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
