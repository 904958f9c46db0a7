-- What every role may do by default, and the reader role may not: temporary tables, large objects, advisory locks.
--
-- Rights on the server's own functions are a superuser's to take away. Where another role runs this, they stay, and
-- cryptodrug doctor says so; docker/make-database runs it as the superuser, before there are tables.
--
-- And where the reader role looks for names, so that what works in cryptodrug query works in other programs too.

DO $$
DECLARE
    database name := current_database();
    owner oid := (SELECT datdba FROM pg_database WHERE datname = current_database());
    keeper regrole := coalesce((SELECT relowner FROM pg_class WHERE oid = to_regclass('public.capture')), owner);
    denied record;
BEGIN
    IF pg_has_role(owner, 'USAGE') THEN
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO cryptodrug_reader', database);
        IF has_database_privilege('public', database, 'TEMPORARY') THEN
            EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO %s', database, keeper);
            EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', database);
        END IF;
    END IF;
    IF pg_has_role((SELECT nspowner FROM pg_namespace WHERE nspname = 'public'), 'USAGE')
       AND has_schema_privilege('public', 'public', 'CREATE') THEN
        EXECUTE format('GRANT CREATE ON SCHEMA public TO %s', keeper);
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    END IF;
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        FOR denied IN
            SELECT oid::regprocedure AS function, proname ~ 'advisory' AS is_ours
            FROM pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace
              AND proname ~ '^(pg_(try_)?advisory_.*|lo_.*|loread|lowrite)$'
              AND has_function_privilege('public', oid, 'EXECUTE')
        LOOP
            IF denied.is_ours THEN
                EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', denied.function, keeper);
            END IF;
            EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', denied.function);
        END LOOP;
        IF to_regrole('cryptodrug_writer') IS NOT NULL THEN
            GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(integer, integer) TO cryptodrug_writer;
        END IF;
    END IF;
END
$$;

DO $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_db_role_setting
        WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND setrole = to_regrole('cryptodrug_reader') AND 'search_path=research, public' = ANY (setconfig)
    ) THEN
        EXECUTE format(
            'ALTER ROLE cryptodrug_reader IN DATABASE %I SET search_path = research, public', current_database());
    END IF;
EXCEPTION
    WHEN insufficient_privilege OR undefined_object THEN
        NULL;  -- the program says SET search_path itself; an administrator may set it for other programs
END
$$;
