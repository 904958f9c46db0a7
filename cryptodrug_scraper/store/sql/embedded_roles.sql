-- The roles of the embedded server, for its superuser to make: one that owns the database, and the reader.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cryptodrug') THEN
        CREATE ROLE cryptodrug LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cryptodrug_reader') THEN
        CREATE ROLE cryptodrug_reader;
    END IF;
    ALTER ROLE cryptodrug_reader LOGIN;  -- in older versions nobody could be it but by SET ROLE
END
$$;
