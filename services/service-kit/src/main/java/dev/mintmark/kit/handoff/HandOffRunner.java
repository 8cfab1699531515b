package dev.mintmark.kit.handoff;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Runs one hand-off for ever. The work on what was polled at once happens outside any transaction,
 * while this thread keeps the consumer alive with its partitions paused; then one short Kafka
 * transaction sends the answers and the consumed offsets. Whatever fails in between is done again:
 * from the work when the work failed, from a new session when Kafka did. Only work that can never
 * succeed ends in a rejection, see {@link Failures}.
 */
final class HandOffRunner<I extends SpecificRecord, O extends SpecificRecord>
    implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(HandOffRunner.class);
  private static final Duration IDLE_POLL = Duration.ofMillis(500);
  private static final long KEEP_ALIVE_MILLIS = 100;

  private final HandOff<I, O> handOff;
  private final SessionFactory sessions;
  private final HandOffMetrics metrics;
  private final Worker<I, O> worker;
  private final Thread thread;
  private volatile RunnerState state = new RunnerState.Starting();
  private volatile boolean stopping;

  HandOffRunner(
      HandOff<I, O> handOff,
      Answer.Maker<I, O> maker,
      SessionFactory sessions,
      HandOffMetrics metrics) {
    this.handOff = handOff;
    this.sessions = sessions;
    this.metrics = metrics;
    this.worker = new Worker<>(handOff.step(), maker);
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name(handOff.step() + "-hand-off")
            .unstarted(this::runSessions);
  }

  void start() {
    thread.start();
  }

  HandOff<I, O> handOff() {
    return handOff;
  }

  RunnerState state() {
    return state;
  }

  /** Ends after the records in hand are let go of; they will be read again. */
  @Override
  public void close() {
    stopping = true;
    worker.close();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    state = new RunnerState.Stopped();
  }

  private void runSessions() {
    Backoff backoff = Backoff.NONE;
    while (!stopping) {
      try (Session session = sessions.open()) {
        state = new RunnerState.Running();
        LOG.infof("hand-off ready step=%s topic=%s", handOff.step(), handOff.from().name());
        while (!stopping) {
          step(session);
          backoff = Backoff.NONE;
        }
      } catch (RuntimeException e) {
        if (!stopping) {
          retrying("session", backoff.attempts() + 1, e);
          pause(backoff.pause());
          backoff = backoff.next();
        }
      }
    }
  }

  private void step(Session session) {
    Batch batch = new Batch(session.poll(IDLE_POLL));
    try {
      workOff(session, batch);
    } finally {
      batch.abandon();
    }
    session.resume();
  }

  private void workOff(Session session, Batch batch) {
    Attempts attempts = new Attempts(handOff.step());
    while (!stopping && batch.head().isPresent()) {
      try {
        await(session, batch, worker.workOff(batch, attempts));
        commitDone(session, batch);
      } catch (ExecutionException e) {
        // What is done does not wait for what is to be done again.
        commitDone(session, batch);
        batch
            .head()
            .ifPresent(head ->
                waitToRetry(
                    session, batch, head, attempts, e.getCause() == null ? e : e.getCause()));
      }
    }
  }

  private void await(Session session, Batch batch, Future<?> work) throws ExecutionException {
    try {
      while (!stopping) {
        try {
          work.get(KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS);
          return;
        } catch (TimeoutException stillWorking) {
          // Long work does not hold up answers that are there.
          commitDone(session, batch);
          keepAlive(session, batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    } finally {
      work.cancel(true);
    }
  }

  private void keepAlive(Session session, Batch batch) {
    if (!batch.keepWithout(session.keepAlive())) {
      throw new KafkaException("the partition of the record in work was taken away");
    }
  }

  private void commitDone(Session session, Batch batch) {
    List<Batch.Finished> done = batch.takeDone();
    if (stopping || done.isEmpty()) {
      return;
    }
    session.commit(done);
    state = new RunnerState.Running();
    long now = System.nanoTime();
    done.forEach(finished -> metrics.finished(finished, now));
  }

  private void waitToRetry(
      Session session,
      Batch batch,
      ConsumerRecord<byte[], byte[]> head,
      Attempts attempts,
      Throwable error) {
    Duration pause = attempts.failed(head, error);
    retrying("work on " + Position.of(head), attempts.number(), error);
    metrics.retried();
    long end = System.nanoTime() + pause.toNanos();
    while (!stopping && System.nanoTime() < end) {
      pause(Duration.ofMillis(KEEP_ALIVE_MILLIS));
      keepAlive(session, batch);
    }
  }

  private void retrying(String what, int attempts, Throwable error) {
    state = new RunnerState.Retrying(what, attempts, String.valueOf(error));
    // The whole trace once: the same one every few seconds hides the rest of the log.
    LOG.warnf(
        attempts == 1 ? error : null,
        "hand-off tried again step=%s what=%s attempts=%d error=%s",
        handOff.step(),
        what,
        attempts,
        error);
  }

  private void pause(Duration duration) {
    try {
      TimeUnit.MILLISECONDS.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}
