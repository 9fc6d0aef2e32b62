DROP TABLE "session_rollup";--> statement-breakpoint
DROP INDEX "session_index_completed";--> statement-breakpoint
DROP INDEX "session_index_words";