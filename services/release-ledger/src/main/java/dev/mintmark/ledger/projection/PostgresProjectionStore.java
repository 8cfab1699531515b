package dev.mintmark.ledger.projection;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.flywaydb.core.Flyway;

/** The projection's tables; a batch is a handful of statements, however many rows it has. */
@Singleton
final class PostgresProjectionStore implements ProjectionStore {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Flyway flyway;
  private final Pool pool;

  PostgresProjectionStore(Flyway flyway, Pool pool) {
    this.flyway = flyway;
    this.pool = pool;
  }

  @Override
  public void migrate() {
    flyway.migrate();
  }

  @Override
  public Map<TopicPartition, Long> open(String cluster, Collection<TopicPartition> partitions) {
    List<TopicPartition> all = List.copyOf(partitions);
    return inTransaction(c ->
        lock(c)
            .chain(() -> claimCluster(c, cluster))
            .chain(() -> run(c, Sql.BEGIN_PARTITIONS, partitions(all)))
            .chain(() -> run(c, Sql.OFFSETS, Tuple.tuple()))
            .map(rows -> offsets(rows, all)));
  }

  @Override
  public Pending append(Batch batch) {
    // Built here and not in the transaction, which runs on the event loop that HTTP needs, too.
    Tuple moves = BatchRows.moves(batch.moves());
    List<Statement> statements = Statement.of(batch);
    Uni<Void> transaction =
        pool.withTransaction(c -> {
          Uni<Void> written = lock(c).chain(() -> move(c, moves, batch.moves().size()));
          for (Statement statement : statements) {
            written =
                written.chain(() -> run(c, statement.sql(), statement.rows()).replaceWithVoid());
          }
          return written;
        });
    CompletionStage<Void> done = transaction.subscribeAsCompletionStage();
    return () -> Uni.createFrom().completionStage(done).await().atMost(LIMIT);
  }

  @Override
  public void probe() {
    pool.query(Sql.PROBE).execute().await().atMost(LIMIT);
  }

  private <T> T inTransaction(Function<SqlConnection, Uni<T>> work) {
    return pool.withTransaction(work).await().atMost(LIMIT);
  }

  /** Whoever has this row alone may write. */
  private static Uni<RowSet<Row>> lock(SqlConnection c) {
    return run(c, Sql.LOCK, Tuple.tuple());
  }

  private static Uni<Void> claimCluster(SqlConnection c, String cluster) {
    return run(c, Sql.CLAIM_CLUSTER, Tuple.of(cluster))
        .invoke(rows -> {
          if (rows.rowCount() != 1) {
            throw new ProjectionException(
                "the ledger was projected from another Kafka cluster than "
                    + cluster
                    + "; point it at its own, or drop the schema 'ledger' to project anew",
                "LDG-023");
          }
        })
        .replaceWithVoid();
  }

  private static Tuple partitions(List<TopicPartition> partitions) {
    return new Columns<>(partitions)
        .text(TopicPartition::topic)
        .number(TopicPartition::partition)
        .tuple();
  }

  private static Map<TopicPartition, Long> offsets(RowSet<Row> rows, List<TopicPartition> wanted) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    rows.forEach(
        r -> offsets.put(new TopicPartition(r.getString(0), r.getInteger(1)), r.getLong(2)));
    offsets.keySet().retainAll(wanted);
    return offsets;
  }

  private static Uni<Void> move(SqlConnection c, Tuple moves, int count) {
    return run(c, Sql.MOVE, moves)
        .invoke(rows -> {
          if (rows.rowCount() != count) {
            throw new ProjectionException(
                "another projector moved on in the meantime; reading again from its offsets",
                "LDG-024");
          }
        })
        .replaceWithVoid();
  }

  private static Uni<RowSet<Row>> run(SqlConnection c, String sql, Tuple tuple) {
    return c.preparedQuery(sql).execute(tuple);
  }
}
