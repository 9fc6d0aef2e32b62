-- A trusted extension since Postgres 13: whoever may create tables may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE SEQUENCE "public"."session_change_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "public"."session_row_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "claim_sets" (
	"id" serial PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"keys" text[] NOT NULL,
	CONSTRAINT "claim_sets_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"term" bigint NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "redirect_hosts" (
	"id" serial PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	CONSTRAINT "redirect_hosts_host_unique" UNIQUE("host")
);
--> statement-breakpoint
CREATE TABLE "session_index" (
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	"kind_id" integer NOT NULL,
	"claim_set_id" integer NOT NULL,
	"webhook_set_id" integer NOT NULL,
	"redirect_host_id" integer,
	"contract_version" integer NOT NULL,
	"row_no" integer NOT NULL,
	"change_no" bigint NOT NULL,
	"share_field_count" smallint NOT NULL,
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"redirect_url" text,
	"search_text" text,
	CONSTRAINT "session_index_row_no_unique" UNIQUE("row_no")
);
--> statement-breakpoint
CREATE TABLE "session_kinds" (
	"id" serial PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"status" text NOT NULL,
	"failure_code" text,
	"nfc_tries_used" smallint NOT NULL,
	"liveness_tries_used" smallint NOT NULL,
	CONSTRAINT "session_kinds_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "session_rollup" (
	"hour" timestamp (3) with time zone NOT NULL,
	"kind_id" integer NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "session_rollup_hour_kind_id_pk" PRIMARY KEY("hour","kind_id")
);
--> statement-breakpoint
CREATE TABLE "session_tombstones" (
	"id_hash" "bytea" PRIMARY KEY NOT NULL,
	"row_no" integer NOT NULL,
	"change_no" bigint NOT NULL,
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
CREATE TABLE "webhook_sets" (
	"id" serial PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"ids" text[],
	CONSTRAINT "webhook_sets_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE INDEX "session_index_created" ON "session_index" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "session_index_completed" ON "session_index" USING btree ("completed_at");--> statement-breakpoint
CREATE INDEX "session_index_change" ON "session_index" USING btree ("change_no");--> statement-breakpoint
CREATE INDEX "session_index_words" ON "session_index" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "session_tombstones_deleted_seen" ON "session_tombstones" USING btree ("deleted_seen_at");--> statement-breakpoint
CREATE INDEX "session_tombstones_change" ON "session_tombstones" USING btree ("change_no");