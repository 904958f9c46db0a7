-- The months that there were, of the tables that have come.

DO $$
DECLARE
    month record;
BEGIN
    FOR month IN SELECT * FROM leaving_month LOOP
        EXECUTE format('CREATE TABLE partitions.%I PARTITION OF %I %s', month.name, month.successor, month.bounds);
    END LOOP;
END
$$;
