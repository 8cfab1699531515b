package dev.mintmark.canary.device.desired;

import dev.mintmark.canary.fleet.Desired;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the fleet into memory and writes poll times, thousands of rows a statement. */
@Singleton
final class DeviceTables {
  /** Rows read at once. */
  static final int PAGE = 5000;

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String DEVICES =
      """
      select d.device, d.device_class, d.generation, d.order_sequence,
        o.release, o.repository, o.tag, o.index_digest, o.reason, o.rollout
      from canary.device d
        left join canary.device_order o on o.device = d.device and o.sequence = d.order_sequence
      """;

  private static final String PAGE_BEHIND =
      DEVICES + "where d.device > $1 order by d.device limit $2";

  private static final String THESE = DEVICES + "where d.device = any($1::text[])";

  private static final String ORDERED_SINCE = DEVICES + "where o.ordered >= $1";

  private static final String ENROLLED_SINCE = DEVICES + "where d.enrolled >= $1";

  private static final String WRITE_POLLS =
      """
      insert into canary.device_poll as p (device, polled)
      select * from unnest($1::text[], $2::timestamptz[])
      on conflict (device) do update set polled = excluded.polled where p.polled < excluded.polled
      """;

  private final Pool pool;

  DeviceTables(Pool pool) {
    this.pool = pool;
  }

  /**
   * The devices behind one, by id; blocks.
   *
   * @return {@link #PAGE} of them, or fewer where these are the last
   */
  List<KnownDevice> page(String after) {
    return read(PAGE_BEHIND, Tuple.of(after, PAGE)).await().atMost(LIMIT);
  }

  /** These devices; does not block. */
  Uni<List<KnownDevice>> these(List<String> devices) {
    return read(THESE, Tuple.tuple().addArrayOfString(devices.toArray(String[]::new)));
  }

  /** Those that were given their order since then; blocks. */
  List<KnownDevice> orderedSince(Instant time) {
    return read(ORDERED_SINCE, Tuple.of(time.atOffset(ZoneOffset.UTC))).await().atMost(LIMIT);
  }

  /** Those that were enrolled since then; blocks. */
  List<KnownDevice> enrolledSince(Instant time) {
    return read(ENROLLED_SINCE, Tuple.of(time.atOffset(ZoneOffset.UTC))).await().atMost(LIMIT);
  }

  private Uni<List<KnownDevice>> read(String query, Tuple parameters) {
    return pool.preparedQuery(query)
        .execute(parameters)
        .map(rows -> {
          List<KnownDevice> read = new ArrayList<>(rows.size());
          rows.forEach(row -> read.add(device(row)));
          return read;
        });
  }

  private static KnownDevice device(Row row) {
    long order = row.getLong("order_sequence");
    return new KnownDevice(
        row.getString("device"),
        row.getString("device_class"),
        row.getInteger("generation"),
        order,
        order == 0 ? Optional.empty() : Optional.of(desired(row)));
  }

  private static Desired desired(Row row) {
    return new Desired(
        row.getString("release"),
        row.getString("repository"),
        row.getString("tag"),
        row.getString("index_digest"),
        Desired.Reason.valueOf(row.getString("reason")),
        row.getString("rollout"));
  }

  /**
   * Writes when devices asked last; blocks.
   *
   * @param polls device to milliseconds since the epoch
   */
  void write(Map<String, Long> polls) {
    if (polls.isEmpty()) {
      return;
    }
    // Sorted, so that no two writers ever wait for each other.
    TreeMap<String, Long> sorted = new TreeMap<>(polls);
    Tuple columns =
        Tuple.tuple()
            .addArrayOfString(sorted.keySet().toArray(String[]::new))
            .addArrayOfOffsetDateTime(
                sorted.values().stream().map(DeviceTables::time).toArray(OffsetDateTime[]::new));
    pool.preparedQuery(WRITE_POLLS).execute(columns).await().atMost(LIMIT);
  }

  private static OffsetDateTime time(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }
}
