-- The reader role logs in by itself, so that no SQL leads from it to a role that may do more.

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
