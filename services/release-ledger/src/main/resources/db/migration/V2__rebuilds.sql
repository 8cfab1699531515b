-- Rebuilds, their verdicts, and revocations are projected, too.

-- hand_off.rebuild: the rebuild that it belongs to or speaks of; null for what belongs to the line, or withdraws its
-- release. hand_off.toolchain: of the header mintmark_toolchain. hand_off.facts: of a decision, all that its event says.
alter table ledger.hand_off
  add column rebuild   text collate "C",
  add column toolchain text collate "C",
  add column facts     jsonb;

create index hand_off_rebuild on ledger.hand_off (rebuild, name, version) where rebuild is not null;

-- Rows made before say less than the log does, so all are made again. Numbers go on from where they are, so whoever
-- resumes a feed is sent everything again.
truncate ledger.hand_off, ledger.build, ledger.dead_record, ledger.source_offset;

-- During an upgrade a ledger of the version before may still run: without this column it can project nothing, and waits.
alter table ledger.projection rename column last_sequence to greatest_sequence;

-- What was ordered: the first order of a release in a rebuild stands.
create view ledger.rebuild as
select distinct on (rebuild, name, version)
  rebuild as run, substr(rebuild, 9)::integer as number, name, version, request,
  facts ->> 'toolchain' as toolchain, facts -> 'steps' as steps, time as ordered_at
from ledger.hand_off
where stage = 9 and rebuild is not null
order by rebuild, name, version, partition, log_offset;

-- What was found: the first verdict on a release in a rebuild stands.
create view ledger.verdict as
select distinct on (rebuild, name, version)
  rebuild as run, name, version, request,
  facts ->> 'outcome' as outcome, facts ->> 'index' as index_digest, facts -> 'report' ->> 'digest' as report,
  value_digest, facts as content, time as judged_at
from ledger.hand_off
where stage = 11 and rebuild is not null
order by rebuild, name, version, partition, log_offset;
