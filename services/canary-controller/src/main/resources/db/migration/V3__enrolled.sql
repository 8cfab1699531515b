-- Devices that another instance enrolled are looked for by time, as orders are.
create index device_enrolled on canary.device (enrolled);
