-- Every claim of the outbox draws the next number; only its holder may write the end of what it claimed
-- (docs/decisions/0004-outbox.md).
create sequence outbound_fence as bigint;
--> statement-breakpoint
-- After a crash nobody needs the old slots, so taking one does not wait for the disk.
alter table paces set unlogged;
--> statement-breakpoint
-- A contact's row is written at every turn: room on its page lets that happen without touching any index.
alter table contacts set (fillfactor = 70);
