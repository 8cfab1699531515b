-- The fleet as this controller knows it: who was enrolled, what each device is to run, what it said.

-- A token that lets one device enrol once. The token itself is nowhere: a stolen database enrols nobody.
create table canary.enrolment_token (
  -- SHA-256 of the token's text.
  hash         text collate "C" primary key check (hash ~ '^[0-9a-f]{64}$'),
  device_class text collate "C" not null,
  expires      timestamptz not null,
  -- The device that used it and the generation that it got; null while unused.
  device       text collate "C",
  generation   integer check (generation >= 1),
  check ((device is null) = (generation is null))
);

create table canary.device (
  device          text collate "C" primary key,
  device_class    text collate "C" not null,
  -- One more at each enrolment; tokens of earlier ones are void.
  generation      integer not null check (generation >= 1),
  enrolled        timestamptz not null,
  -- As the device says.
  driver          text,
  firmware        text,
  kernel          text,
  -- Its order in device_order, and the ETag of what it is to run: it only ever rises. 0: nothing was ordered yet.
  order_sequence  bigint not null default 0 check (order_sequence >= 0),
  -- Of its last report RUNNING, which nobody need believe.
  running_release text collate "C",
  running_index   text collate "C",
  check ((running_release is null) = (running_index is null))
) with (fillfactor = 70);

create index device_class on canary.device (device_class, device);

-- Every order that a device was given, with its latest report about it.
create table canary.device_order (
  device           text collate "C" not null references canary.device,
  sequence         bigint not null check (sequence >= 1),
  release          text collate "C" not null,
  repository       text collate "C" not null,
  tag              text collate "C" not null,
  index_digest     text collate "C" not null check (index_digest ~ '^sha256:[0-9a-f]{64}$'),
  reason           text collate "C" not null check (reason in ('ROLLOUT', 'ROLLBACK')),
  rollout          text collate "C" not null,
  ordered          timestamptz not null,
  -- How often it had been given before, because the device was running another index.
  given_before     integer not null default 0 check (given_before >= 0),
  reported_kind    text collate "C",
  reported_release text collate "C",
  reported_index   text collate "C",
  reported_code    text collate "C",
  reported_detail  text,
  reported         timestamptz,
  primary key (device, sequence),
  check ((reported is null) = (reported_kind is null)),
  check ((reported is null) = (reported_release is null)),
  check ((reported is null) = (reported_index is null))
) with (fillfactor = 70);

-- New orders are looked for by time.
create index device_order_ordered on canary.device_order (ordered);
create index device_order_rollout on canary.device_order (rollout, device, sequence);

-- What was reported, each once: a device that repeats itself, because it missed the answer, changes nothing.
create table canary.device_report (
  device       text collate "C" not null,
  sequence     bigint not null,
  kind         text collate "C" not null
    check (kind in ('ADMITTED', 'DOWNLOADED', 'SMOKE_PASSED', 'RUNNING', 'SMOKE_FAILED', 'REFUSED', 'ROLLED_BACK')),
  index_digest text collate "C" not null,
  reported     timestamptz not null,
  primary key (device, sequence, kind, index_digest),
  foreign key (device, sequence) references canary.device_order
);

-- When a device asked last. Apart from `device`, for it changes with every poll.
create table canary.device_poll (
  device text collate "C" primary key,
  polled timestamptz not null
) with (fillfactor = 50);
