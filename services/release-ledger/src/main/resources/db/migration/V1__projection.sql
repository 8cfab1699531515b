-- What the log says, row for row. Every column but hand_off.sequence is a function of the log alone,
-- so `drop schema ledger cascade` loses nothing: the projection comes back from offset 0.

create table ledger.projection (
  id            smallint primary key check (id = 1),
  -- Kafka's cluster id: offsets of one log mean nothing in another.
  cluster       text,
  -- The greatest hand_off.sequence given. Its row is the lock that projectors take in turn.
  last_sequence bigint not null
);

-- A projection made later gives only greater numbers than one made before (up to a million events for each
-- second of its life), so whoever resumes a feed by a number of a dropped projection is sent everything again.
insert into ledger.projection (id, last_sequence)
values (1, floor(extract(epoch from now()))::bigint << 20);

-- Where to read on. Kafka's committed offsets are never looked at.
create table ledger.source_offset (
  topic       text collate "C" not null,
  partition   integer not null,
  next_offset bigint not null check (next_offset >= 0),
  primary key (topic, partition)
);

-- One row per readable record, doubles included.
create table ledger.hand_off (
  topic        text collate "C" not null,
  partition    integer not null,
  log_offset   bigint not null,
  sequence     bigint not null unique,
  stage        smallint not null,
  name         text collate "C" not null,
  version      text collate "C" not null,
  request      text collate "C" not null,
  previous     text collate "C",
  event_id     text collate "C" not null,
  cause        text collate "C",
  run          text collate "C" not null,
  time         timestamptz not null,
  value_digest text collate "C" not null,
  -- [{"role", "digest", "mediaType", "size"}] in the event's order.
  artifacts    jsonb not null,
  repository   text,
  tag          text,
  index_digest text,
  -- Of a rejection only.
  step         text,
  code         text,
  subject      text,
  found        text,
  advice       text,
  primary key (topic, partition, log_offset)
);

create index hand_off_release on ledger.hand_off (name, version, request);
create index hand_off_event on ledger.hand_off (event_id);

-- One row for each request of a release; at most one of them holds the release.
create table ledger.build (
  name          text collate "C" not null,
  version       text collate "C" not null,
  request       text collate "C" not null,
  -- Bit n: a hand-off of stage n is in the log.
  stages        smallint not null,
  -- Another request held the release when this one came.
  claim_refused boolean not null,
  -- Of the first build.requested; null until it is projected.
  requested_at  bigint,
  primary key (name, version, request)
);

-- A release shows the request that holds it.
create view ledger.release as
select distinct on (name, version) name, version, request, stages
from ledger.build
order by name, version, claim_refused, requested_at nulls last, request;

-- Records that can never be read; their bytes stay in the log.
create table ledger.dead_record (
  topic        text collate "C" not null,
  partition    integer not null,
  log_offset   bigint not null,
  code         text not null,
  reason       text not null,
  value_digest text,
  value_size   integer,
  primary key (topic, partition, log_offset)
);
