package dev.mintmark.canary.outbox;

import dev.mintmark.kit.run.Work.Control;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Which instance moves rollouts on and publishes: the one whose connection holds an advisory lock.
 * Who loses the connection loses the lock; what it was about to write then fails by the sequence
 * that the other one has written meanwhile.
 */
@Singleton
public class Leadership {
  /** Any number that no other program on the database uses. */
  private static final long LOCK = 0x6d6d_6361_6e61_7279L;

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration STANDBY = Duration.ofMillis(500);

  private final Pool pool;
  private volatile boolean held;

  Leadership(Pool pool) {
    this.pool = pool;
  }

  /** Whether this instance leads, as far as it knows. */
  public boolean isHeld() {
    return held;
  }

  /** What a leader does again and again. */
  @FunctionalInterface
  public interface Round {
    void run() throws Exception;
  }

  /** Waits for its turn, then runs the round until it is to stop or something fails. */
  public void lead(Control control, Round round) throws Exception {
    SqlConnection connection = pool.getConnection().await().atMost(LIMIT);
    try {
      while (!control.stopping() && !take(connection)) {
        control.ready();
        control.pause(STANDBY);
      }
      held = true;
      while (!control.stopping()) {
        connection.query("select 1").execute().await().atMost(LIMIT);
        round.run();
      }
    } finally {
      held = false;
      // The lock goes with the session: a pooled connection would keep it.
      connection
          .preparedQuery("select pg_advisory_unlock_all()")
          .execute()
          .onFailure()
          .recoverWithNull()
          .chain(() -> connection.close())
          .onFailure()
          .recoverWithNull()
          .await()
          .atMost(LIMIT);
    }
  }

  private static boolean take(SqlConnection connection) {
    return connection
        .preparedQuery("select pg_try_advisory_lock($1)")
        .execute(Tuple.of(LOCK))
        .map(rows -> rows.iterator().next().getBoolean(0))
        .await()
        .atMost(LIMIT);
  }
}
