package dev.mintmark.ledger.projection;

import dev.mintmark.ledger.LedgerConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the projection on a thread of its own, and again after each failure. */
final class Projector implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Projector.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 10;

  private final SourceLog log;
  private final ProjectionStore store;
  private final LedgerConfig config;
  private final Consumer<Batch> projected;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile ProjectionState state = new ProjectionState.Starting();
  private volatile long behind;
  private volatile boolean stopping;
  private volatile org.apache.kafka.clients.consumer.@Nullable Consumer<byte[], byte[]> reading;

  /**
   * Not started yet.
   *
   * @param projected told of each batch once it is committed
   */
  Projector(SourceLog log, ProjectionStore store, LedgerConfig config, Consumer<Batch> projected) {
    this.log = log;
    this.store = store;
    this.config = config;
    this.projected = projected;
    this.thread = Thread.ofPlatform().daemon().name("projector").unstarted(this::runAll);
  }

  void start() {
    thread.start();
  }

  ProjectionState state() {
    return state;
  }

  /** Records between the ledger and the end of the log, as of the last probe. */
  long behind() {
    return behind;
  }

  /** Ends after the batch in hand. */
  @Override
  public void close() {
    stopping = true;
    stopped.countDown();
    var consumer = reading;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(STOP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    state = new ProjectionState.Stopped();
  }

  private void runAll() {
    int attempts = 0;
    while (!stopping) {
      try (var consumer = log.consumer()) {
        reading = consumer;
        store.migrate();
        ProjectionRun run = ProjectionRun.open(consumer, log, store, projected);
        LOG.infof("projection reads the log behind=%d", run.behind());
        while (!stopping && run.readsAll(log)) {
          follow(run);
          attempts = 0;
        }
      } catch (RuntimeException e) {
        if (!stopping) {
          retrying(++attempts, e);
        }
      }
    }
  }

  /**
   * Until the next probe is due. How far it is behind costs Kafka and PostgreSQL a question each,
   * so it is asked now and then while there is something to do, and at once when there is not.
   */
  private void follow(ProjectionRun run) {
    long due = System.nanoTime() + config.probe().toNanos();
    long ask = System.nanoTime();
    boolean caughtUp = state instanceof ProjectionState.Following;
    do {
      boolean busy = run.advance();
      if (!caughtUp && (!busy || System.nanoTime() - ask > 0)) {
        caughtUp = isCaughtUp(run);
        ask = System.nanoTime() + BETWEEN_QUESTIONS.toNanos();
      }
    } while (!stopping && System.nanoTime() < due);
    behind = run.behind();
  }

  private boolean isCaughtUp(ProjectionRun run) {
    boolean reached = run.hasReachedEnd();
    behind = run.behind();
    if (behind > 0 && !reached) {
      state = new ProjectionState.CatchingUp(behind);
      return false;
    }
    state = new ProjectionState.Following();
    LOG.info("projection caught up");
    return true;
  }

  private void retrying(int attempts, RuntimeException error) {
    String first = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    state = new ProjectionState.Retrying(attempts, first);
    // The whole trace once: the same one every few seconds hides the rest of the log.
    LOG.warnf(
        attempts == 1 ? error : null,
        "projection tried again attempts=%d error=%s",
        attempts,
        error);
    int doublings = Math.min(attempts - 1, MOST_DOUBLINGS);
    long millis = config.shortestPause().toMillis() << doublings;
    pause(Math.min(millis, config.longestPause().toMillis()));
  }

  private void pause(long millis) {
    try {
      stopping |= stopped.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}
