-- Releases, rollouts and the outbox. The devices are in V2.

-- Where to read on in release.published. Kafka's committed offsets are never looked at.
create table canary.source_offset (
  topic       text collate "C" not null,
  partition   integer not null,
  next_offset bigint not null check (next_offset >= 0),
  primary key (topic, partition)
);

-- What was published, and whether this service found it signed.
create table canary.release (
  name         text collate "C" not null,
  version      text collate "C" not null,
  repository   text not null,
  tag          text not null,
  index_digest text not null,
  -- Sorted, separated by commas.
  targets      text not null,
  -- Null for a usable release.
  refused_code text,
  refused      text,
  primary key (name, version),
  check ((refused_code is null) = (refused is null))
);

-- The only steps that a rollout may take. UNKNOWN stands before the first state.
create table canary.rollout_transition (
  from_state text not null,
  to_state   text not null,
  primary key (from_state, to_state)
);
insert into canary.rollout_transition (from_state, to_state) values
  ('UNKNOWN', 'PLANNED'),
  ('PLANNED', 'AWAITING_APPROVAL'),
  ('PLANNED', 'DEPLOYING'),
  ('PLANNED', 'PAUSED'),
  ('PLANNED', 'ABORTED'),
  ('AWAITING_APPROVAL', 'DEPLOYING'),
  ('AWAITING_APPROVAL', 'PAUSED'),
  ('AWAITING_APPROVAL', 'ROLLING_BACK'),
  ('AWAITING_APPROVAL', 'ABORTED'),
  ('DEPLOYING', 'SOAKING'),
  ('DEPLOYING', 'PAUSED'),
  ('DEPLOYING', 'ROLLING_BACK'),
  ('DEPLOYING', 'ABORTED'),
  ('SOAKING', 'SOAKING'),
  ('SOAKING', 'AWAITING_APPROVAL'),
  ('SOAKING', 'DEPLOYING'),
  ('SOAKING', 'PROMOTED'),
  ('SOAKING', 'HELD'),
  ('SOAKING', 'PAUSED'),
  ('SOAKING', 'ROLLING_BACK'),
  ('SOAKING', 'ABORTED'),
  ('HELD', 'SOAKING'),
  ('HELD', 'PAUSED'),
  ('HELD', 'ROLLING_BACK'),
  ('HELD', 'ABORTED'),
  ('PAUSED', 'PLANNED'),
  ('PAUSED', 'AWAITING_APPROVAL'),
  ('PAUSED', 'DEPLOYING'),
  ('PAUSED', 'SOAKING'),
  ('PAUSED', 'HELD'),
  ('PAUSED', 'ROLLING_BACK'),
  ('PAUSED', 'ABORTED'),
  ('ROLLING_BACK', 'ROLLED_BACK'),
  ('ROLLING_BACK', 'ABORTED');

create table canary.rollout (
  id                  text collate "C" primary key,
  name                text collate "C" not null,
  version             text collate "C" not null,
  number              integer not null check (number >= 1),
  repository          text not null,
  tag                 text not null,
  index_digest        text not null,
  -- Null for the first release of a name.
  baseline_version    text,
  baseline_repository text,
  baseline_tag        text,
  baseline_index      text,
  policy_digest       text not null,
  policy              bytea not null,
  -- Sorted, separated by commas.
  classes             text not null,
  -- How many there are to reach.
  devices             integer not null check (devices >= 1),
  opened_at           timestamptz not null,
  sequence            integer not null,
  state               text not null,
  open                boolean not null
    check (open = (state not in ('PROMOTED', 'ROLLED_BACK', 'ABORTED'))),
  stage               integer not null check (stage >= 0),
  -- Where a paused rollout goes on.
  paused_from         text check ((paused_from is null) = (state <> 'PAUSED')),
  -- Of the stage, or of the rollback: when its orders were given, when its devices had settled.
  ordered_at          timestamptz,
  settled_at          timestamptz,
  looks               integer not null check (looks >= 0),
  foreign key (name, version) references canary.release,
  unique (name, version, number),
  unique (id, open)
);

-- Every step that a rollout took: a chain, each link a legal transition from the state before it.
create table canary.rollout_change (
  rollout         text collate "C" not null,
  sequence        integer not null check (sequence >= 1),
  previous        integer generated always as (nullif(sequence - 1, 0)) stored,
  from_state      text not null check ((sequence = 1) = (from_state = 'UNKNOWN')),
  to_state        text not null,
  stage           integer not null,
  percent         double precision not null,
  devices         integer not null,
  code            text,
  reason          text,
  time            timestamptz not null,
  -- Of a judgement only.
  look            integer,
  outcome         text,
  verdict_digest  text,
  verdict_size    bigint,
  evidence_digest text,
  evidence_size   bigint,
  primary key (rollout, sequence),
  unique (rollout, sequence, to_state),
  foreign key (from_state, to_state) references canary.rollout_transition,
  foreign key (rollout, previous, from_state)
    references canary.rollout_change (rollout, sequence, to_state),
  foreign key (rollout) references canary.rollout
);

-- A rollout is where its last change left it. Deferred: row and change are written together.
alter table canary.rollout add constraint rollout_is_where_its_change_left_it
  foreign key (id, sequence, state)
  references canary.rollout_change (rollout, sequence, to_state) deferrable initially deferred;

create function canary.rollout_moves_on() returns trigger language plpgsql as $$
begin
  if new.sequence <> old.sequence + 1 then
    raise exception 'rollout % goes from change % to %, not to the next one',
      old.id, old.sequence, new.sequence using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger rollout_moves_on before update on canary.rollout
  for each row execute function canary.rollout_moves_on();

-- The devices that a rollout may reach, and the stage that reaches them.
create table canary.rollout_device (
  rollout      text collate "C" not null,
  device       text collate "C" not null,
  device_class text collate "C" not null,
  stage        integer not null check (stage >= 0),
  open         boolean not null,
  primary key (rollout, device),
  foreign key (rollout, open) references canary.rollout (id, open) on update cascade
);
-- A device is in one open rollout at most.
create unique index rollout_device_once on canary.rollout_device (device) where open;

-- Where device.summarized ended when the rollout was opened: its evidence begins there.
create table canary.rollout_evidence (
  rollout      text collate "C" not null references canary.rollout,
  partition    integer not null,
  begin_offset bigint not null,
  primary key (rollout, partition)
);

-- Events to publish. A row without a position may have been committed after one with a greater id.
create table canary.outbox (
  id          bigint generated always as identity primary key,
  position    bigint unique,
  topic       text not null,
  message_key text not null,
  value       bytea not null,
  ce_id       text not null unique,
  subject     text not null,
  time        timestamptz not null
);
create index outbox_new on canary.outbox (id) where position is null;

-- The last position given, and one up to which everything is known to be in Kafka.
create table canary.relay (
  id            smallint primary key check (id = 1),
  last_position bigint not null,
  published     bigint not null
);
insert into canary.relay (id, last_position, published) values (1, 0, 0);
