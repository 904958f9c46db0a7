-- What would go with the schema research and is not of this program: in the schema, or in another and resting on it.
-- :ours: names of what this program makes.

WITH in_research (catalogue, object, name) AS (
    SELECT 'pg_class'::regclass, oid, relname FROM pg_class
    WHERE relnamespace = to_regnamespace('research') AND relkind NOT IN ('i', 'I')
    UNION ALL
    SELECT 'pg_proc'::regclass, oid, proname FROM pg_proc WHERE pronamespace = to_regnamespace('research')
    UNION ALL
    SELECT 'pg_type'::regclass, oid, CASE WHEN typrelid = 0 AND typelem = 0 THEN typname END FROM pg_type
    WHERE typnamespace = to_regnamespace('research')
), user_of_it AS (
    SELECT
        CASE WHEN rule.oid IS NULL THEN needs.classid ELSE 'pg_class'::regclass END AS catalogue,
        coalesce(rule.ev_class, needs.objid) AS object
    FROM in_research
    JOIN pg_depend needs ON needs.refclassid = in_research.catalogue AND needs.refobjid = in_research.object
    LEFT JOIN pg_rewrite rule ON needs.classid = 'pg_rewrite'::regclass AND rule.oid = needs.objid
    WHERE needs.deptype = 'n'
)
SELECT found.identity
FROM in_research CROSS JOIN LATERAL pg_identify_object(catalogue, object, 0) AS found
WHERE in_research.name <> ALL (:ours)
UNION
SELECT found.identity
FROM user_of_it CROSS JOIN LATERAL pg_identify_object(catalogue, object, 0) AS found
WHERE found.schema <> 'research'
ORDER BY identity
