CREATE TABLE "areas" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"parent_code" text,
	"formed_from" text,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"simulated" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "broadcast_recipients" (
	"broadcast_id" bigint NOT NULL,
	"contact_id" bigint NOT NULL,
	"channel" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"failed_at" timestamp with time zone,
	CONSTRAINT "broadcast_recipients_broadcast_id_contact_id_pk" PRIMARY KEY("broadcast_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "broadcasts" (
	"id" bigint PRIMARY KEY NOT NULL,
	"area_code" text NOT NULL,
	"text" text NOT NULL,
	"state" text NOT NULL,
	"author_id" bigint NOT NULL,
	"previewed_count" integer NOT NULL,
	"tested_at" timestamp with time zone,
	"approved_by" bigint,
	"approved_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"simulated" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channel_media" (
	"channel" text NOT NULL,
	"hash" text NOT NULL,
	"handle" text NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "channel_media_channel_hash_pk" PRIMARY KEY("channel","hash")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "consents_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subject_kind" text NOT NULL,
	"subject_code" text NOT NULL,
	"purpose" text NOT NULL,
	"text_version" text NOT NULL,
	"how" text NOT NULL,
	"given_by" bigint,
	"given_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "contacts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"external_id" text NOT NULL,
	"simulated" boolean DEFAULT false NOT NULL,
	"locale" text DEFAULT 'vi' NOT NULL,
	"term" text,
	"call_name" text,
	"area_code" text,
	"memory" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"left_at" timestamp with time zone,
	"left_reason" text,
	"muted_at" timestamp with time zone,
	"nudge_at" timestamp with time zone,
	"prompted_on" date,
	"pace_at" timestamp with time zone,
	"phone_sealed" "bytea",
	"phone_hash" text,
	CONSTRAINT "contacts_address" UNIQUE("channel","external_id")
);
--> statement-breakpoint
CREATE TABLE "denominators" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "denominators_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"indicator" text NOT NULL,
	"area_code" text NOT NULL,
	"value" integer NOT NULL,
	"source" text NOT NULL,
	"valid_from" date NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"simulated" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "help_requests" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "help_requests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"contact_id" bigint NOT NULL,
	"area_code" text,
	"reason" text NOT NULL,
	"urgent" boolean DEFAULT false NOT NULL,
	"flow_id" text,
	"step" text,
	"asked_at" timestamp with time zone NOT NULL,
	"promised_at" timestamp with time zone NOT NULL,
	"taken_by" bigint,
	"taken_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"closed_how" text
);
--> statement-breakpoint
CREATE TABLE "household_contacts" (
	"household_code" text NOT NULL,
	"contact_id" bigint NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "household_contacts_household_code_contact_id_pk" PRIMARY KEY("household_code","contact_id")
);
--> statement-breakpoint
CREATE TABLE "households" (
	"code" text PRIMARY KEY NOT NULL,
	"area_code" text NOT NULL,
	"call_name" text NOT NULL,
	"link_token" text NOT NULL,
	"created_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	"simulated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "households_link_token_unique" UNIQUE("link_token")
);
--> statement-breakpoint
CREATE TABLE "inbound" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inbound_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"key" text NOT NULL,
	"contact_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "inbound_key" UNIQUE("channel","key")
);
--> statement-breakpoint
CREATE TABLE "indicators" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"flow_ids" text[] NOT NULL,
	"subject_kind" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invites" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"area_code" text NOT NULL,
	"name" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"used_by" bigint
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"entry" text NOT NULL,
	"key" text NOT NULL,
	"reverses" bigint,
	"reason" text,
	"flow_id" text NOT NULL,
	"flow_version" integer NOT NULL,
	"outcome" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_code" text NOT NULL,
	"area_code" text,
	"place_code" text,
	"how_known" text NOT NULL,
	"recorded_by" text NOT NULL,
	"channel" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"simulated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "ledger_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "memberships_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"contact_id" bigint NOT NULL,
	"role" text NOT NULL,
	"area_code" text NOT NULL,
	"name" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "outbound" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbound_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"contact_id" bigint NOT NULL,
	"channel" text NOT NULL,
	"cause" text NOT NULL,
	"part" integer NOT NULL,
	"kind" text NOT NULL,
	"body" jsonb NOT NULL,
	"urgency" smallint NOT NULL,
	"state" text NOT NULL,
	"position" bigint,
	"not_before" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"fence" bigint,
	"lease_until" timestamp with time zone,
	"repeat_of" bigint,
	"broadcast_id" bigint,
	"queued_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"reason" text,
	"external_id" text,
	"simulated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "outbound_cause" UNIQUE("contact_id","cause","part")
);
--> statement-breakpoint
CREATE TABLE "paces" (
	"channel" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "private_media" (
	"id" text PRIMARY KEY NOT NULL,
	"contact_id" bigint NOT NULL,
	"sealed" "bytea" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" bigint PRIMARY KEY NOT NULL,
	"flow_id" text NOT NULL,
	"flow_version" integer NOT NULL,
	"contact_id" bigint NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_code" text NOT NULL,
	"area_code" text,
	"channel" text NOT NULL,
	"started_by" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"outcome" text,
	"simulated" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "simulator_frames" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "simulator_frames_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"external_id" text NOT NULL,
	"direction" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"request" jsonb NOT NULL,
	"result" jsonb
);
--> statement-breakpoint
CREATE TABLE "stalls" (
	"code" text PRIMARY KEY NOT NULL,
	"area_code" text NOT NULL,
	"place_code" text,
	"name" text NOT NULL,
	"household_code" text,
	"contact_id" bigint,
	"bank_bin" text,
	"account_last4" text,
	"account_fingerprint" text,
	"registered_at" timestamp with time zone NOT NULL,
	"simulated" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "targets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "targets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"indicator" text NOT NULL,
	"area_code" text NOT NULL,
	"period" text NOT NULL,
	"value" integer NOT NULL,
	"source" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"simulated" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "turns" (
	"inbound_id" bigint PRIMARY KEY NOT NULL,
	"contact_id" bigint NOT NULL,
	"run_id" bigint,
	"seq" integer,
	"heard" text,
	"understood" text NOT NULL,
	"step_from" text,
	"step_to" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "zalo_tokens" (
	"oa_id" text PRIMARY KEY NOT NULL,
	"access_token" "bytea",
	"refresh_token" "bytea",
	"expires_at" timestamp with time zone,
	"rotated_at" timestamp with time zone,
	"state" text NOT NULL,
	"attempt_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"attempt_by" text,
	"seed_hash" text
);
--> statement-breakpoint
ALTER TABLE "areas" ADD CONSTRAINT "areas_parent_code_areas_code_fk" FOREIGN KEY ("parent_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD CONSTRAINT "broadcast_recipients_broadcast_id_broadcasts_id_fk" FOREIGN KEY ("broadcast_id") REFERENCES "public"."broadcasts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD CONSTRAINT "broadcast_recipients_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_author_id_contacts_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_approved_by_contacts_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_given_by_contacts_id_fk" FOREIGN KEY ("given_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "denominators" ADD CONSTRAINT "denominators_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_requests" ADD CONSTRAINT "help_requests_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_requests" ADD CONSTRAINT "help_requests_taken_by_contacts_id_fk" FOREIGN KEY ("taken_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_contacts" ADD CONSTRAINT "household_contacts_household_code_households_code_fk" FOREIGN KEY ("household_code") REFERENCES "public"."households"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_contacts" ADD CONSTRAINT "household_contacts_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "households" ADD CONSTRAINT "households_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "households" ADD CONSTRAINT "households_created_by_contacts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound" ADD CONSTRAINT "inbound_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_used_by_contacts_id_fk" FOREIGN KEY ("used_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_reverses_ledger_id_fk" FOREIGN KEY ("reverses") REFERENCES "public"."ledger"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound" ADD CONSTRAINT "outbound_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_media" ADD CONSTRAINT "private_media_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stalls" ADD CONSTRAINT "stalls_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stalls" ADD CONSTRAINT "stalls_place_code_areas_code_fk" FOREIGN KEY ("place_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stalls" ADD CONSTRAINT "stalls_household_code_households_code_fk" FOREIGN KEY ("household_code") REFERENCES "public"."households"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stalls" ADD CONSTRAINT "stalls_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_area_code_areas_code_fk" FOREIGN KEY ("area_code") REFERENCES "public"."areas"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turns" ADD CONSTRAINT "turns_inbound_id_inbound_id_fk" FOREIGN KEY ("inbound_id") REFERENCES "public"."inbound"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "areas_parent" ON "areas" USING btree ("parent_code");--> statement-breakpoint
CREATE INDEX "recipients_planned" ON "broadcast_recipients" USING btree ("broadcast_id") WHERE state = 'planned';--> statement-breakpoint
CREATE INDEX "consents_subject" ON "consents" USING btree ("subject_kind","subject_code");--> statement-breakpoint
CREATE INDEX "contacts_phone" ON "contacts" USING btree ("phone_hash") WHERE phone_hash is not null;--> statement-breakpoint
CREATE INDEX "contacts_nudge" ON "contacts" USING btree ("nudge_at") WHERE nudge_at is not null;--> statement-breakpoint
CREATE INDEX "contacts_area" ON "contacts" USING btree ("area_code");--> statement-breakpoint
CREATE INDEX "denominators_area" ON "denominators" USING btree ("area_code","indicator");--> statement-breakpoint
CREATE INDEX "help_open" ON "help_requests" USING btree ("area_code") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "help_contact" ON "help_requests" USING btree ("contact_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "household_contacts_contact" ON "household_contacts" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "households_area" ON "households" USING btree ("area_code");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_reverses" ON "ledger" USING btree ("reverses") WHERE reverses is not null;--> statement-breakpoint
CREATE INDEX "ledger_area" ON "ledger" USING btree ("area_code","occurred_at");--> statement-breakpoint
CREATE INDEX "ledger_subject" ON "ledger" USING btree ("subject_code");--> statement-breakpoint
CREATE INDEX "memberships_contact" ON "memberships" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "memberships_area" ON "memberships" USING btree ("area_code");--> statement-breakpoint
CREATE INDEX "outbound_due" ON "outbound" USING btree ("channel","simulated","urgency","not_before","id") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "outbound_shown" ON "outbound" USING btree ("contact_id","id") WHERE state = 'sent' and body ? 'buttons';--> statement-breakpoint
CREATE INDEX "outbound_open" ON "outbound" USING btree ("contact_id") WHERE state in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "outbound_leased" ON "outbound" USING btree ("lease_until") WHERE state = 'sending';--> statement-breakpoint
CREATE INDEX "outbound_external" ON "outbound" USING btree ("external_id") WHERE channel = 'zalo' and external_id is not null;--> statement-breakpoint
CREATE INDEX "outbound_broadcast" ON "outbound" USING btree ("broadcast_id","contact_id") WHERE broadcast_id is not null;--> statement-breakpoint
CREATE INDEX "runs_contact" ON "runs" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "runs_area" ON "runs" USING btree ("area_code","started_at");--> statement-breakpoint
CREATE INDEX "simulator_frames_person" ON "simulator_frames" USING btree ("channel","external_id","id");--> statement-breakpoint
CREATE INDEX "stalls_area" ON "stalls" USING btree ("area_code");--> statement-breakpoint
CREATE INDEX "stalls_contact" ON "stalls" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "targets_area" ON "targets" USING btree ("area_code","indicator");--> statement-breakpoint
CREATE INDEX "turns_run" ON "turns" USING btree ("run_id","inbound_id") WHERE run_id is not null;--> statement-breakpoint
CREATE INDEX "turns_contact" ON "turns" USING btree ("contact_id","inbound_id");