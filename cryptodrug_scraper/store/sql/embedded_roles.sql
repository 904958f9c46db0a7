-- The roles of the embedded server, for its superuser to make: one that owns the database, the reader, and the
-- writer, as whom the first one takes what is sent by a form.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cryptodrug') THEN
        CREATE ROLE cryptodrug LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cryptodrug_reader') THEN
        CREATE ROLE cryptodrug_reader;
    END IF;
    ALTER ROLE cryptodrug_reader LOGIN;  -- in older versions nobody could be it but by SET ROLE
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cryptodrug_writer') THEN
        CREATE ROLE cryptodrug_writer NOLOGIN;
    END IF;
    GRANT cryptodrug_writer TO cryptodrug;
END
$$;
