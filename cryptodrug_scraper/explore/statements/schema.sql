-- The views and functions of the schema research with their columns: one row per column, with its type and comment; of
-- a function with what it takes, and of one that gives a single value with the type of that.

SELECT shown.name, shown.arguments, shown.grain, shown.result, stated.name AS column_name, stated.type, stated.comment
FROM (
  SELECT c.relname::text AS name, NULL AS arguments, obj_description(c.oid, 'pg_class') AS grain, '' AS result,
    c.oid AS relation, NULL::oid AS function
  FROM pg_class c WHERE c.relnamespace = to_regnamespace('research') AND c.relkind = 'v'
  UNION ALL
  SELECT p.proname::text, pg_get_function_identity_arguments(p.oid), obj_description(p.oid, 'pg_proc'),
    format_type(p.prorettype, NULL), t.typrelid, p.oid
  FROM pg_proc p JOIN pg_type t ON t.oid = p.prorettype
  WHERE p.pronamespace = to_regnamespace('research')
) shown
LEFT JOIN LATERAL (
  SELECT a.attnum AS place, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
    col_description(a.attrelid, a.attnum) AS comment
  FROM pg_attribute a
  WHERE a.attrelid = shown.relation AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT given.place, given.name, format_type(given.type, NULL), NULL
  FROM pg_proc p
  CROSS JOIN unnest(p.proallargtypes, p.proargnames, p.proargmodes) WITH ORDINALITY AS given (type, name, mode, place)
  WHERE p.oid = shown.function AND given.mode IN ('t', 'o')
) stated ON true
ORDER BY shown.name, shown.arguments, stated.place
