-- The schema that researchers query, and the role that may read it and nothing else.

CREATE SCHEMA research;

COMMENT ON SCHEMA research IS
    'What researchers query: views and functions of one grain each, over the newest reading of each capture.';

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cryptodrug_reader') THEN
        CREATE ROLE cryptodrug_reader NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;  -- made in another database at this very moment
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role cryptodrug_reader is missing, and % may not create it', current_user
            USING HINT = 'Have an administrator run: CREATE ROLE cryptodrug_reader NOLOGIN';
END
$$;

-- Views run with the rights of their owner, who owns the tables too: the role needs none on those.
GRANT USAGE ON SCHEMA research TO cryptodrug_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA research GRANT SELECT ON TABLES TO cryptodrug_reader;
