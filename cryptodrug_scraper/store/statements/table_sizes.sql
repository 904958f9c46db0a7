-- The tables that are there of some: what each takes on disk with its indexes, in bytes, and how many months it has,
-- null where it is not partitioned.
-- :names: their names, with the schema where that is not public

SELECT said.name,
    coalesce(
        (SELECT sum(pg_total_relation_size(part.relid)) FROM pg_partition_tree(made.oid) AS part),
        pg_total_relation_size(made.oid)
    )::bigint AS size,
    CASE WHEN made.relkind = 'p' THEN (
        SELECT count(*) FROM pg_inherits
        WHERE inhparent = made.oid AND inhrelid::regclass::text !~ '_unknown$'
    ) END AS months
FROM unnest(CAST(:names AS text[])) AS said (name)
JOIN pg_class AS made ON made.oid = to_regclass(said.name)
