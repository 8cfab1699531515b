package dev.mintmark.canary.outbox;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The outbox as its relay sees it. Blocks; every method is one transaction. */
@Singleton
class OutboxStore {
  private static final int BATCH = 500;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /**
   * Ids are given before the commit, so a lower one may appear after a higher one. Positions are
   * given to rows that are committed, by the one who holds the row of {@code relay}: none ever
   * appears behind another.
   */
  private static final String NUMBER =
      """
      with relay as (select last_position from canary.relay where id = 1 for update),
      fresh as (
        select id, row_number() over (order by id) as place
        from (select id from canary.outbox where position is null order by id limit $1) as f),
      numbered as (
        update canary.outbox o set position = relay.last_position + fresh.place
        from relay, fresh where o.id = fresh.id
        returning o.position)
      update canary.relay set last_position = last_position + (select count(*) from numbered)
      where id = 1 and exists (select 1 from canary.outbox where position is null)
      """;

  private static final String AFTER =
      """
      select position, topic, message_key, value, ce_id, subject, time
      from canary.outbox where position > $1 order by position limit $2
      """;

  /** Events that stay for people to see once they are published, and keep their ids taken. */
  private static final int KEPT = 10_000;

  private static final String PUBLISHED =
      """
      with done as (delete from canary.outbox where position <= $1::bigint - $2::bigint)
      update canary.relay set published = $1::bigint where id = 1 and published < $1::bigint
      """;

  private final Pool pool;

  OutboxStore(Pool pool) {
    this.pool = pool;
  }

  /** An event with its place in the order of publishing. */
  record Numbered(
      long position,
      String topic,
      String key,
      byte[] value,
      String ceId,
      String subject,
      Instant time) {
    Numbered {
      value = value.clone();
    }

    static Numbered of(Row row) {
      return new Numbered(
          row.getLong("position"),
          row.getString("topic"),
          row.getString("message_key"),
          row.getBuffer("value").getBytes(),
          row.getString("ce_id"),
          row.getString("subject"),
          row.getOffsetDateTime("time").toInstant());
    }
  }

  /** Gives positions to rows that have none. */
  void number() {
    run(NUMBER, Tuple.of(BATCH));
  }

  /** The next events behind a position, in order. */
  List<Numbered> after(long position) {
    List<Numbered> batch = new ArrayList<>();
    run(AFTER, Tuple.of(position, BATCH)).forEach(row -> batch.add(Numbered.of(row)));
    return batch;
  }

  /** Up to where everything is known to be in Kafka; Kafka may know more. */
  long published() {
    return run("select published from canary.relay where id = 1", Tuple.tuple())
        .iterator()
        .next()
        .getLong(0);
  }

  /** Notes what is in Kafka, and forgets what has been there for long. */
  void published(long position) {
    run(PUBLISHED, Tuple.of(position, (long) KEPT));
  }

  private RowSet<Row> run(String sql, Tuple parameters) {
    return pool.withTransaction(c -> c.preparedQuery(sql).execute(parameters))
        .await()
        .atMost(LIMIT);
  }
}
