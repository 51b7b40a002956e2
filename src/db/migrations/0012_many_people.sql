-- What takes too long with very many people.
-- Which drawer the last four digits of a kept number are in (docs/decisions/0022-phone-endings.md). The program fills it in for
-- numbers kept before: the database has no key.
alter table contacts add column phone_ending smallint;
--> statement-breakpoint
create index contacts_phone_ending on contacts (phone_ending) where phone_sealed is not null;
--> statement-breakpoint
-- The plan is made when the first household is numbered and kept for all that follow in one import: made for a table that was
-- empty when last looked at, it read the whole table for each of 100,000.
alter function number_household() set enable_seqscan = off;
