package dev.mintmark.kit.handoff;

import dev.mintmark.kit.refusal.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs one hand-off for ever. The work happens outside any transaction, while this thread keeps the
 * consumer alive with its partitions paused; then one short Kafka transaction sends the answer and
 * the consumed offset. Whatever fails in between is done again: from the work when the work failed,
 * from a new session when Kafka did. Only work that can never succeed ends in a rejection, see
 * {@link Failures}.
 */
final class HandOffRunner<I extends SpecificRecord, O extends SpecificRecord>
    implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(HandOffRunner.class);
  private static final Duration IDLE_POLL = Duration.ofMillis(500);
  private static final long KEEP_ALIVE_MILLIS = 100;

  private final HandOff<I, O> handOff;
  private final Answer.Maker<I, O> maker;
  private final SessionFactory sessions;
  private final HandOffMetrics metrics;
  private final ExecutorService worker;
  private final Thread thread;
  private volatile RunnerState state = new RunnerState.Starting();
  private volatile boolean stopping;

  HandOffRunner(
      HandOff<I, O> handOff,
      Answer.Maker<I, O> maker,
      SessionFactory sessions,
      HandOffMetrics metrics) {
    this.handOff = handOff;
    this.maker = maker;
    this.sessions = sessions;
    this.metrics = metrics;
    this.worker =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name(handOff.step() + "-work").factory());
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

  /** Ends after the record in hand is let go of; it will be read again. */
  @Override
  public void close() {
    stopping = true;
    worker.shutdownNow();
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
          retrying("session", backoff, e);
          pause(backoff.pause());
          backoff = backoff.next();
        }
      }
    }
  }

  private void step(Session session) {
    ConsumerRecords<byte[], byte[]> polled = session.poll(IDLE_POLL);
    for (ConsumerRecord<byte[], byte[]> message : polled) {
      long started = System.nanoTime();
      Answer answer = workWhilePolling(session, message);
      session.resume();
      if (answer == null) {
        return;
      }
      session.commit(
          answer.records(),
          Map.of(partition(message), new OffsetAndMetadata(message.offset() + 1)));
      Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
      metrics.finished(answer, elapsed);
      LOG.infof(
          "hand-off finished release=%s step=%s outcome=%s position=%s/%d@%d elapsedMs=%d%s",
          answer.release(),
          handOff.step(),
          answer.outcome(),
          message.topic(),
          message.partition(),
          message.offset(),
          elapsed.toMillis(),
          answer.errorCode().map(code -> " errorCode=" + code).orElse(""));
    }
  }

  /** The answer; null when the runner stops. */
  private @Nullable Answer workWhilePolling(
      Session session, ConsumerRecord<byte[], byte[]> message) {
    LOG.debugf(
        "hand-off received step=%s position=%s/%d@%d",
        handOff.step(), message.topic(), message.partition(), message.offset());
    session.pause();
    Backoff backoff = Backoff.NONE;
    Failures failures = new Failures(handOff.step());
    while (!stopping) {
      Optional<Refusal> hopeless = failures.hopeless();
      Future<Answer> work =
          worker.submit(() ->
              hopeless.isPresent() ? maker.giveUp(message, hopeless.get()) : maker.answer(message));
      try {
        Answer answer = await(session, message, work);
        state = new RunnerState.Running();
        return answer;
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        retrying(
            "work on " + message.topic() + "/" + message.partition() + "@" + message.offset(),
            backoff,
            cause);
        failures.add(cause);
        metrics.retried();
        waitToRetry(session, message, backoff.pause());
        backoff = backoff.next();
      }
    }
    return null;
  }

  private @Nullable Answer await(
      Session session, ConsumerRecord<byte[], byte[]> message, Future<Answer> work)
      throws ExecutionException {
    try {
      while (!stopping) {
        try {
          return work.get(KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillWorking) {
          session.keepAlive(partition(message));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    } finally {
      work.cancel(true);
    }
    return null;
  }

  private void waitToRetry(
      Session session, ConsumerRecord<byte[], byte[]> message, Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    while (!stopping && System.nanoTime() < end) {
      pause(Duration.ofMillis(KEEP_ALIVE_MILLIS));
      session.keepAlive(partition(message));
    }
  }

  private void retrying(String what, Backoff backoff, Throwable error) {
    int attempts = backoff.attempts() + 1;
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

  private static TopicPartition partition(ConsumerRecord<byte[], byte[]> message) {
    return new TopicPartition(message.topic(), message.partition());
  }
}
