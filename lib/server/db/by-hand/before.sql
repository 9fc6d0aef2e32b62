-- By hand. A trusted extension since Postgres 13: whoever may create tables may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
