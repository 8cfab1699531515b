-- What releases were made from, how they were trained, where they are rolled out, and which devices run them.

-- One row for each thing that a request of the line names. Kinds: dataset, base, environment, model, commit, profile,
-- target, input (any other artifact), and training: the digest of commit, dataset, environment and seed together.
create table ledger.lineage (
  name    text collate "C" not null,
  version text collate "C" not null,
  request text collate "C" not null,
  kind    text collate "C" not null,
  value   text collate "C" not null,
  primary key (name, version, request, kind, value)
);

create index lineage_value on ledger.lineage (value, kind);

-- One row per readable record of rollout.*, doubles included.
create table ledger.rollout_event (
  topic        text collate "C" not null,
  partition    integer not null,
  log_offset   bigint not null,
  rollout      text collate "C" not null,
  name         text collate "C" not null,
  version      text collate "C" not null,
  -- Of the change; of an approval the one that it answers; 0 for a request.
  sequence     integer not null,
  index_digest text,
  stage        integer,
  time         timestamptz not null,
  -- Of a change only.
  state        text,
  percent      double precision,
  devices      integer,
  outcome      text,
  code         text,
  reason       text,
  primary key (topic, partition, log_offset)
);

create index rollout_event_rollout on ledger.rollout_event (rollout, sequence);
create index rollout_event_release on ledger.rollout_event (name, version);

-- Where each rollout stands: its last change, and the last verdict of all of them.
create view ledger.rollout as
select distinct on (e.rollout)
  e.rollout, e.name, e.version, e.index_digest, e.sequence, e.state, e.stage, e.percent, e.devices, e.code, e.reason,
  (select j.outcome from ledger.rollout_event j where j.rollout = e.rollout and j.outcome is not null
   order by j.sequence desc, j.partition desc, j.log_offset desc limit 1) as outcome,
  e.time as changed_at
from ledger.rollout_event e
where e.state is not null
order by e.rollout, e.sequence desc, e.partition desc, e.log_offset desc;

-- The last word on a device of each sort: enrolled; reported: of any kind; running: that it runs a release.
create table ledger.device_word (
  device       text collate "C" not null,
  sort         text collate "C" not null,
  partition    integer not null,
  log_offset   bigint not null,
  device_class text collate "C" not null,
  -- Generation of the enrolment, or sequence of the order.
  number       bigint not null,
  report       text,
  name         text collate "C",
  version      text collate "C",
  index_digest text,
  code         text,
  driver       text,
  firmware     text,
  kernel       text,
  time         timestamptz not null,
  primary key (device, sort)
);

create index device_word_release on ledger.device_word (name, version) where sort = 'running';

-- Devices that said that they run a release, the last one that each said. What a device last said of its system stands,
-- else what it said then, else at its enrolment.
create view ledger.running as
select r.device, r.device_class, r.name, r.version, r.index_digest, r.time as since,
  coalesce(l.driver, r.driver, e.driver) as driver, coalesce(l.firmware, r.firmware, e.firmware) as firmware,
  coalesce(l.kernel, r.kernel, e.kernel) as kernel
from ledger.device_word r
left join ledger.device_word l on l.device = r.device and l.sort = 'reported'
left join ledger.device_word e on e.device = r.device and e.sort = 'enrolled'
where r.sort = 'running';

-- Every device that was enrolled or reported.
create view ledger.device as
select coalesce(l.device, e.device) as device, coalesce(l.device_class, e.device_class) as device_class,
  e.number as generation, l.report, l.number as "order", l.name, l.version, l.index_digest, l.code,
  coalesce(l.driver, e.driver) as driver, coalesce(l.firmware, e.firmware) as firmware,
  coalesce(l.kernel, e.kernel) as kernel, coalesce(l.time, e.time) as heard_at
from (select * from ledger.device_word where sort = 'enrolled') e
full join (select * from ledger.device_word where sort = 'reported') l on l.device = e.device;

-- Rows made before say nothing of all this: made again, numbers go on.
truncate ledger.hand_off, ledger.build, ledger.dead_record, ledger.source_offset;
