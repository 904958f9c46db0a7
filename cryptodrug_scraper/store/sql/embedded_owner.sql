-- Hand the database and all of ours that is in it to the role cryptodrug: older versions made it as the superuser.

DO $$
DECLARE
    ours oid[] := ARRAY(SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'partitions', 'research'));
    mine oid := 'cryptodrug'::regrole;
    statement text;
BEGIN
    FOR statement IN
        SELECT format('ALTER DATABASE %I OWNER TO cryptodrug', datname)
        FROM pg_database WHERE datname = current_database() AND datdba <> mine
        UNION ALL
        SELECT format('ALTER SCHEMA %I OWNER TO cryptodrug', nspname)
        FROM pg_namespace WHERE oid = ANY (ours) AND nspname <> 'public' AND nspowner <> mine
        UNION ALL
        SELECT format('ALTER TABLE %s OWNER TO cryptodrug', oid::regclass)
        FROM pg_class WHERE relnamespace = ANY (ours) AND relkind IN ('r', 'p', 'v', 'm') AND relowner <> mine
        UNION ALL
        SELECT format('ALTER TYPE %s OWNER TO cryptodrug', t.oid::regtype)
        FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
        WHERE t.typnamespace = ANY (ours) AND c.relkind = 'c' AND t.typowner <> mine
        UNION ALL
        SELECT format('ALTER ROUTINE %s OWNER TO cryptodrug', oid::regprocedure)
        FROM pg_proc WHERE pronamespace = ANY (ours) AND proowner <> mine
    LOOP
        EXECUTE statement;
    END LOOP;
    IF to_regnamespace('research') IS NOT NULL THEN
        ALTER DEFAULT PRIVILEGES FOR ROLE cryptodrug IN SCHEMA research GRANT SELECT ON TABLES TO cryptodrug_reader;
    END IF;
END
$$;
