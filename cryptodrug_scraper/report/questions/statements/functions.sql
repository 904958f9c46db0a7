-- Functions of the schema research: one row each.

SELECT p.proname AS view, pg_get_function_result(p.oid) AS type, pg_get_function_arguments(p.oid) AS name,
       obj_description(p.oid, 'pg_proc') AS meaning
FROM pg_proc p WHERE p.pronamespace = 'research'::regnamespace ORDER BY p.proname
