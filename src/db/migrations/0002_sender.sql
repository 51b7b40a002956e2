-- Every claim of the outbox draws the next number; only its holder may write the end of what it claimed
-- (docs/decisions/0004-outbox.md).
create sequence outbound_fence as bigint;
--> statement-breakpoint
-- What a claim walks along: one transport's due rows, replies first.
create index outbound_due on outbound (channel, simulated, urgency, not_before, id) where state = 'queued';
--> statement-breakpoint
-- After a crash nobody needs the old slots, so taking one does not wait for the disk.
alter table paces set unlogged;
