package dev.mintmark.ledger.projection;

/** The projection's statements; the tables are described in {@code db/migration}. */
final class Sql {
  static final String PROBE = "select greatest_sequence from ledger.projection";

  static final String LOCK = "select 1 from ledger.projection where id = 1 for update";

  static final String CLAIM_CLUSTER =
      """
      update ledger.projection set cluster = $1
      where id = 1 and coalesce(cluster, $1) = $1
      """;

  static final String BEGIN_PARTITIONS =
      """
      insert into ledger.source_offset (topic, partition, next_offset)
      select topic, partition, 0 from unnest($1::text[], $2::int4[]) as t (topic, partition)
      on conflict do nothing
      """;

  static final String OFFSETS = "select topic, partition, next_offset from ledger.source_offset";

  static final String MOVE =
      """
      update ledger.source_offset as o set next_offset = m.next
      from unnest($1::text[], $2::int4[], $3::int8[], $4::int8[]) as m (topic, partition, now, next)
      where o.topic = m.topic and o.partition = m.partition and o.next_offset = m.now
      """;

  static final String HAND_OFFS =
      """
      insert into ledger.hand_off (topic, partition, log_offset, sequence, stage, name, version,
        request, previous, event_id, cause, run, time, value_digest, artifacts,
        repository, tag, index_digest, step, code, subject, found, advice, rebuild, toolchain,
        facts)
      select topic, partition, log_offset, greatest_sequence + place, stage, name, version,
        request, previous, event_id, cause, run, time, value_digest, artifacts::jsonb,
        repository, tag, index_digest, step, code, subject, found, advice, rebuild, toolchain,
        facts::jsonb
      from ledger.projection, unnest($1::text[], $2::int4[], $3::int8[], $4::int4[], $5::text[],
        $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
        $12::timestamptz[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[],
        $18::text[], $19::text[], $20::text[], $21::text[], $22::text[],
        $23::text[], $24::text[], $25::text[]) with ordinality
      as t (topic, partition, log_offset, stage, name, version,
        request, previous, event_id, cause, run, time, value_digest, artifacts,
        repository, tag, index_digest, step, code, subject, found, advice, rebuild, toolchain,
        facts, place)
      """;

  static final String SEQUENCE =
      "update ledger.projection set greatest_sequence = greatest_sequence + $1 where id = 1";

  static final String BUILDS =
      """
      insert into ledger.build as b (name, version, request, stages, claim_refused, requested_at)
      select name, version, request, stages, claim_refused, requested_at
      from unnest($1::text[], $2::text[], $3::text[], $4::int4[], $5::bool[], $6::int8[])
      as t (name, version, request, stages, claim_refused, requested_at)
      on conflict (name, version, request) do update set
        stages = b.stages | excluded.stages,
        claim_refused = b.claim_refused or excluded.claim_refused,
        requested_at = least(b.requested_at, excluded.requested_at)
      """;

  static final String DEAD =
      """
      insert into ledger.dead_record
        (topic, partition, log_offset, code, reason, value_digest, value_size)
      select * from unnest($1::text[], $2::int4[], $3::int8[], $4::text[], $5::text[], $6::text[],
        $7::int4[])
      """;

  private Sql() {}
}
