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
