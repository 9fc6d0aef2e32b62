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
CREATE INDEX "session_observations_session" ON "session_observations" USING btree ("session_id");