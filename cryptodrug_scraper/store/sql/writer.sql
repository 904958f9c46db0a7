-- The role as which forms of explore write, for the role that owns the tables: made if it may be, and else asked for;
-- and the lock that it takes, which a superuser took from everybody before there was the role.

DO $$
BEGIN
    IF to_regrole('cryptodrug_writer') IS NULL THEN
        CREATE ROLE cryptodrug_writer NOLOGIN;
        EXECUTE format('GRANT cryptodrug_writer TO %I', current_user);
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;  -- made for another database at this very moment
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role cryptodrug_writer is missing, and % may not create it', current_user
            USING HINT = format(
                'Have an administrator run: CREATE ROLE cryptodrug_writer; GRANT cryptodrug_writer TO %I', current_user);
END
$$;

DO $$
BEGIN
    IF NOT pg_has_role('cryptodrug_writer', 'MEMBER') THEN
        RAISE EXCEPTION '% may not write as the role cryptodrug_writer', current_user
            USING HINT = format('Have an administrator run: GRANT cryptodrug_writer TO %I', current_user);
    END IF;
END
$$;

DO $$
BEGIN
    IF NOT has_function_privilege('cryptodrug_writer', 'pg_advisory_xact_lock(integer, integer)', 'EXECUTE') THEN
        GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(integer, integer) TO cryptodrug_writer;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role cryptodrug_writer may not take a lock'
            USING HINT = 'Have a superuser run in this database: '
                'GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(integer, integer) TO cryptodrug_writer';
END
$$;
