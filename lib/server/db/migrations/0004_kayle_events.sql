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
CREATE INDEX "kayle_deliveries_event" ON "kayle_deliveries" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "kayle_deliveries_open" ON "kayle_deliveries" USING btree ("read_at") WHERE "kayle_deliveries"."status" not in ('succeeded', 'failed');--> statement-breakpoint
CREATE INDEX "kayle_events_session" ON "kayle_events" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "kayle_events_created" ON "kayle_events" USING btree ("created_at");