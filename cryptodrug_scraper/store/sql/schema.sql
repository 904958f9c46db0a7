-- The schema that researchers query, and the role that may read it and nothing else. It logs in by itself, so that no SQL
-- leads from it to a role that may do more.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cryptodrug_reader') THEN
        CREATE ROLE cryptodrug_reader LOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;  -- made in another database at this very moment
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role cryptodrug_reader is missing, and % may not create it', current_user
            USING HINT = 'Have an administrator run: CREATE ROLE cryptodrug_reader LOGIN';
END
$$;

DO $$
BEGIN
    IF (SELECT NOT rolcanlogin FROM pg_roles WHERE rolname = 'cryptodrug_reader') THEN
        ALTER ROLE cryptodrug_reader LOGIN;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;  -- an administrator's role: query says what to have done, and doctor too
END
$$;

-- Views run with the rights of their owner, who owns the tables too: the role needs none on those.
CREATE SCHEMA research;
GRANT USAGE ON SCHEMA research TO cryptodrug_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA research GRANT SELECT ON TABLES TO cryptodrug_reader;
