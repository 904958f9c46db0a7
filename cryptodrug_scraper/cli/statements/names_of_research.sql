-- The views and functions of the schema research: one row each, with the arguments and what a row is.

SELECT c.relname AS name, '' AS arguments, coalesce(obj_description(c.oid, 'pg_class'), '') AS grain
FROM pg_class c WHERE c.relnamespace = to_regnamespace('research') AND c.relkind = 'v'
UNION ALL
SELECT
    p.proname,
    coalesce(
        (SELECT string_agg(concat_ws(' ', p.proargnames[place], format_type(type, NULL)), ', ' ORDER BY place)
         FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS argument (type, place)), ''),
    coalesce(obj_description(p.oid, 'pg_proc'), '')
FROM pg_proc p WHERE p.pronamespace = to_regnamespace('research')
ORDER BY 1
