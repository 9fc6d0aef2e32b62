-- By hand. A trusted extension since Postgres 13: whoever may create tables may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "sign_in_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"expire" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	"oidc_issuer" text,
	"oidc_subject" text,
	CONSTRAINT "staff_email_unique" UNIQUE("email"),
	CONSTRAINT "staff_email_lower" CHECK ("staff"."email" = lower("staff"."email"))
);
--> statement-breakpoint
CREATE TABLE "staff_sign_ins" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"end_reason" text,
	"method" text DEFAULT 'password' NOT NULL,
	"client" text,
	"provider_sid" text,
	"id_token" text
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"term" bigint NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_counts" (
	"group_id" integer NOT NULL,
	"created_on" timestamp (3) with time zone NOT NULL,
	"completed_on" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "session_counts_created_on_completed_on_group_id_pk" PRIMARY KEY("created_on","completed_on","group_id")
);
--> statement-breakpoint
CREATE TABLE "session_groups" (
	"id" serial PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"status" text NOT NULL,
	"failure_code" text,
	"nfc_tries_used" smallint NOT NULL,
	"liveness_tries_used" smallint NOT NULL,
	"claim_keys" text[] NOT NULL,
	"webhook_endpoint_ids" text[],
	"redirect_host" text,
	"has_redirect" boolean NOT NULL,
	"is_open" boolean NOT NULL,
	"is_changed_after_end" boolean NOT NULL,
	"count" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "session_groups_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "session_index" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	"group_id" integer NOT NULL,
	"contract_version" integer NOT NULL,
	"share_field_count" smallint NOT NULL,
	"status" text NOT NULL,
	"failure_code" text,
	"nfc_tries_used" smallint NOT NULL,
	"liveness_tries_used" smallint NOT NULL,
	"claim_keys" text[] NOT NULL,
	"webhook_endpoint_ids" text[],
	"redirect_host" text,
	"redirect_url" text,
	"search_text" text
);
--> statement-breakpoint
CREATE TABLE "session_tombstones" (
	"id_hash" "bytea" PRIMARY KEY NOT NULL,
	"last_status" text NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"deleted_seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_state" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unreadable_rows" (
	"row_hash" "bytea" PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"count" bigint NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"name" text NOT NULL,
	"q" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_views_scope" CHECK ("saved_views"."scope" in ('personal', 'team'))
);
--> statement-breakpoint
CREATE TABLE "session_observations" (
	"no" bigserial PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	"previous_read_at" timestamp (3) with time zone,
	"source" text NOT NULL,
	"changes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"state" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kayle_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"event_id" text NOT NULL,
	"endpoint_id" text NOT NULL,
	"status" text NOT NULL,
	"last_status_code" integer,
	"attempt_count" integer NOT NULL,
	"last_attempt_at" timestamp (3) with time zone,
	"next_attempt_at" timestamp (3) with time zone,
	"payload_expires_at" timestamp (3) with time zone,
	"payload_scrubbed_at" timestamp (3) with time zone,
	"payload_retention_reason" text,
	"read_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kayle_events" (
	"id" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"type" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "access_log" (
	"no" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event" text NOT NULL,
	"outcome" text NOT NULL,
	"staff_id" text,
	"staff_name" text,
	"role" text,
	"sign_in_id" text,
	"session_id" text,
	"purpose" text,
	"request_id" text,
	"client" text NOT NULL,
	"details" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_note_versions" (
	"note_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"text" text NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "session_note_versions_note_id_version_pk" PRIMARY KEY("note_id","version")
);
--> statement-breakpoint
CREATE TABLE "session_notes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"session_id" text NOT NULL,
	"author_id" text NOT NULL,
	"author_name" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"edited_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "staff_sign_ins" ADD CONSTRAINT "staff_sign_ins_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_owner_id_staff_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_note_versions" ADD CONSTRAINT "session_note_versions_note_id_session_notes_id_fk" FOREIGN KEY ("note_id") REFERENCES "public"."session_notes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "staff_oidc" ON "staff" USING btree ("oidc_issuer","oidc_subject");--> statement-breakpoint
CREATE INDEX "staff_sign_ins_staff_id" ON "staff_sign_ins" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_sign_ins_provider_sid" ON "staff_sign_ins" USING btree ("provider_sid");--> statement-breakpoint
CREATE INDEX "session_counts_completed" ON "session_counts" USING btree ("completed_on");--> statement-breakpoint
CREATE INDEX "session_index_created" ON "session_index" USING btree ("created_at","group_id");--> statement-breakpoint
CREATE INDEX "session_index_completed" ON "session_index" USING btree ("completed_at","group_id");--> statement-breakpoint
CREATE INDEX "session_index_updated" ON "session_index" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "session_index_group_created" ON "session_index" USING btree ("group_id","created_at");--> statement-breakpoint
CREATE INDEX "session_index_group_completed" ON "session_index" USING btree ("group_id","completed_at");--> statement-breakpoint
CREATE INDEX "session_index_open" ON "session_index" USING btree ("created_at") WHERE "session_index"."completed_at" is null;--> statement-breakpoint
CREATE INDEX "session_index_words" ON "session_index" USING gin ("search_text" gin_trgm_ops) WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "session_index_id_begin" ON "session_index" USING btree (lower("id"));--> statement-breakpoint
CREATE INDEX "session_index_id_end" ON "session_index" USING btree (reverse(lower("id")));--> statement-breakpoint
CREATE INDEX "session_tombstones_deleted_seen" ON "session_tombstones" USING btree ("deleted_seen_at");--> statement-breakpoint
CREATE INDEX "saved_views_owner" ON "saved_views" USING btree ("owner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_personal_name" ON "saved_views" USING btree ("owner_id",lower("name")) WHERE "saved_views"."scope" = 'personal';--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_team_name" ON "saved_views" USING btree (lower("name")) WHERE "saved_views"."scope" = 'team';--> statement-breakpoint
CREATE INDEX "session_observations_session" ON "session_observations" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "session_observations_read" ON "session_observations" USING btree ("read_at");--> statement-breakpoint
CREATE INDEX "kayle_deliveries_event" ON "kayle_deliveries" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "kayle_deliveries_open" ON "kayle_deliveries" USING btree ("read_at") WHERE "kayle_deliveries"."status" not in ('succeeded', 'failed');--> statement-breakpoint
CREATE INDEX "kayle_events_session" ON "kayle_events" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "kayle_events_created" ON "kayle_events" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "access_log_at" ON "access_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "access_log_session" ON "access_log" USING btree ("session_id","no");--> statement-breakpoint
CREATE INDEX "access_log_staff" ON "access_log" USING btree ("staff_id","no");--> statement-breakpoint
CREATE INDEX "access_log_several" ON "access_log" USING gin ("details" jsonb_path_ops) WHERE session_id is null and event in ('lookup', 'export');--> statement-breakpoint
CREATE INDEX "session_notes_session" ON "session_notes" USING btree ("session_id");
--> statement-breakpoint
-- By hand: the log is only ever added to. The retention says so in its own transaction before it deletes.
CREATE FUNCTION "access_log_refuse"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' AND current_setting('desk.access_log_retention', true) = 'on' THEN
		RETURN OLD;
	END IF;
	RAISE EXCEPTION 'the access log is only added to';
END $$;
--> statement-breakpoint
CREATE TRIGGER "access_log_append_only" BEFORE UPDATE OR DELETE ON "access_log" FOR EACH ROW EXECUTE FUNCTION "access_log_refuse"();
--> statement-breakpoint
CREATE TRIGGER "access_log_never_truncated" BEFORE TRUNCATE ON "access_log" FOR EACH STATEMENT EXECUTE FUNCTION "access_log_refuse"();
