package dev.mintmark.ledger.projection;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  public void append(Batch batch) {
    inTransaction(c ->
        lock(c)
            .chain(last -> move(c, batch.moves()).replaceWith(last))
            .chain(last -> handOffs(c, batch, last))
            .chain(() -> builds(c, batch.builds()))
            .chain(() -> dead(c, batch)));
  }

  @Override
  public void probe() {
    pool.query(Sql.PROBE).execute().await().atMost(LIMIT);
  }

  private <T> T inTransaction(Function<SqlConnection, Uni<T>> work) {
    return pool.withTransaction(work).await().atMost(LIMIT);
  }

  /** The last sequence number; whoever has the row alone may write. */
  private static Uni<Long> lock(SqlConnection c) {
    return run(c, Sql.LOCK, Tuple.tuple()).map(rows -> rows.iterator().next().getLong(0));
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

  private static Uni<Void> move(SqlConnection c, List<Batch.Move> moves) {
    Tuple tuple =
        new Columns<>(moves)
            .text(Batch.Move::topic)
            .number(Batch.Move::partition)
            .bigNumber(Batch.Move::from)
            .bigNumber(Batch.Move::to)
            .tuple();
    return run(c, Sql.MOVE, tuple)
        .invoke(rows -> {
          if (rows.rowCount() != moves.size()) {
            throw new ProjectionException(
                "another projector moved on in the meantime; reading again from its offsets",
                "LDG-024");
          }
        })
        .replaceWithVoid();
  }

  private static Uni<Void> handOffs(SqlConnection c, Batch batch, long last) {
    if (batch.handOffs().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<SequencedHandOff> rows = new ArrayList<>();
    batch.handOffs().forEach(h -> rows.add(new SequencedHandOff(last + 1 + rows.size(), h)));
    return run(c, Sql.HAND_OFFS, SequencedHandOff.columns(rows))
        .chain(() -> run(c, Sql.SEQUENCE, Tuple.of(last + rows.size())))
        .replaceWithVoid();
  }

  private static Uni<Void> builds(SqlConnection c, Collection<BuildChange> changes) {
    if (changes.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Tuple tuple =
        new Columns<>(List.copyOf(changes))
            .text(b -> b.key().release().name())
            .text(b -> b.key().release().version())
            .text(b -> b.key().request())
            .number(BuildChange::stages)
            .flag(BuildChange::claimRefused)
            .bigNumber(BuildChange::requestedAt)
            .tuple();
    return run(c, Sql.BUILDS, tuple).replaceWithVoid();
  }

  private static Uni<Void> dead(SqlConnection c, Batch batch) {
    if (batch.dead().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Tuple tuple =
        new Columns<>(batch.dead())
            .text(d -> d.position().topic())
            .number(d -> d.position().partition())
            .bigNumber(d -> d.position().offset())
            .text(d -> d.code())
            .text(d -> d.reason())
            .text(d -> d.value())
            .number(d -> d.size())
            .tuple();
    return run(c, Sql.DEAD, tuple).replaceWithVoid();
  }

  private static Uni<RowSet<Row>> run(SqlConnection c, String sql, Tuple tuple) {
    return c.preparedQuery(sql).execute(tuple);
  }
}
