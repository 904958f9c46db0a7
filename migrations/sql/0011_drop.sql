-- What has left goes. Where a view of others rests on it, the server refuses, and nothing has changed.

DO $$
BEGIN
    EXECUTE (SELECT 'DROP TABLE ' || string_agg(format('leaving.%I', name), ', ') FROM leaving_table);
END
$$;

DROP SCHEMA leaving;

DROP TABLE leaving_table, leaving_month;
