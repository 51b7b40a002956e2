-- Which question an officer's answer answers, so that a question that came meanwhile is not taken for answered; and the id
-- a form was given, so that pressing twice answers once.
alter table broadcast_replies add column answers bigint references broadcast_replies (id) on delete cascade;
--> statement-breakpoint
alter table broadcast_replies add column client_id text;
--> statement-breakpoint
create unique index broadcast_replies_client_id on broadcast_replies (client_id) where client_id is not null;
--> statement-breakpoint
-- Whoever is left lives where it is shut by their commune's own hours: nobody is looked for before then.
alter table broadcasts add column shut_until timestamptz;
