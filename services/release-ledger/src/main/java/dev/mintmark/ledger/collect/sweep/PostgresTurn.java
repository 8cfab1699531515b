package dev.mintmark.ledger.collect.sweep;

import dev.mintmark.kit.store.UnavailableException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** An advisory lock of a database session of its own: it ends with the connection. */
@Singleton
final class PostgresTurn implements Turn {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** "collect". */
  private static final String TAKE = "select pg_try_advisory_lock(27988534160089972)";

  private static final String GIVE_BACK = "select pg_advisory_unlock(27988534160089972)";

  private final Pool pool;

  PostgresTurn(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Optional<Taken> take() {
    try {
      SqlConnection connection = pool.getConnection().await().atMost(LIMIT);
      if (isTrue(connection, TAKE)) {
        return Optional.of(new Session(connection));
      }
      connection.close().await().atMost(LIMIT);
      return Optional.empty();
    } catch (RuntimeException e) {
      throw away(e);
    }
  }

  private static boolean isTrue(SqlConnection connection, String sql) {
    return connection.query(sql).execute().await().atMost(LIMIT).iterator().next().getBoolean(0);
  }

  private static UnavailableException away(RuntimeException e) {
    return new UnavailableException("the ledger's database gives no answer", e);
  }

  private record Session(SqlConnection connection) implements Taken {
    @Override
    public void check() {
      try {
        connection.query("select 1").execute().await().atMost(LIMIT);
      } catch (RuntimeException e) {
        throw away(e);
      }
    }

    @Override
    public void close() {
      try {
        isTrue(connection, GIVE_BACK);
      } catch (RuntimeException e) {
        // The session has ended, and its lock with it.
      } finally {
        connection.close().subscribe().with(closed -> {}, failed -> {});
      }
    }
  }
}
