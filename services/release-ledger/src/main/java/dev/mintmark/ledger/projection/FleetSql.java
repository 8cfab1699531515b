package dev.mintmark.ledger.projection;

/**
 * The projection's statements beside the line; the tables are described in {@code db/migration}.
 */
final class FleetSql {
  static final String LINEAGE =
      """
      insert into ledger.lineage (name, version, request, kind, value)
      select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
      on conflict do nothing
      """;

  static final String ROLLOUTS =
      """
      insert into ledger.rollout_event (topic, partition, log_offset, rollout, name, version,
        sequence, index_digest, stage, time, state, percent, devices, outcome, code, reason)
      select * from unnest($1::text[], $2::int4[], $3::int8[], $4::text[], $5::text[], $6::text[],
        $7::int4[], $8::text[], $9::int4[], $10::timestamptz[], $11::text[], $12::float8[],
        $13::int4[], $14::text[], $15::text[], $16::text[])
      """;

  static final String DEVICES =
      """
      insert into ledger.device_word as w (device, sort, partition, log_offset, device_class,
        number, report, name, version, index_digest, code, driver, firmware, kernel, time)
      select * from unnest($1::text[], $2::text[], $3::int4[], $4::int8[], $5::text[], $6::int8[],
        $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
        $14::text[], $15::timestamptz[])
      on conflict (device, sort) do update set
        partition = excluded.partition, log_offset = excluded.log_offset,
        device_class = excluded.device_class, number = excluded.number, report = excluded.report,
        name = excluded.name, version = excluded.version, index_digest = excluded.index_digest,
        code = excluded.code, driver = excluded.driver, firmware = excluded.firmware,
        kernel = excluded.kernel, time = excluded.time
      where (excluded.partition, excluded.log_offset) > (w.partition, w.log_offset)
      """;

  private FleetSql() {}
}
