ALTER TABLE "sign_in_throttle" ADD COLUMN "recent_failures" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sign_in_throttle" DROP COLUMN "first_failure_at";