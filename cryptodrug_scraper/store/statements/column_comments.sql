-- Statements that let columns, which are those of other relations under the same names, say what these say.
-- :made: the relation that has no comments of its own yet.
-- :names: names of its columns.
-- :relations: of each the relation that it comes from.
-- :numbers: of each its number there.

SELECT format('COMMENT ON COLUMN %s.%I IS %L', ours.attrelid::regclass, name, meaning)
FROM unnest(
    CAST(:names AS name[]), CAST(:relations AS oid[]), CAST(:numbers AS int[])
) AS shown (name, relation, number)
JOIN pg_attribute ours ON ours.attrelid = CAST(:made AS regclass) AND ours.attname = name
JOIN pg_attribute theirs ON theirs.attrelid = relation AND theirs.attnum = number AND theirs.attname = name
CROSS JOIN LATERAL col_description(relation, number) AS meaning
WHERE col_description(ours.attrelid, ours.attnum) IS NULL AND meaning IS NOT NULL
