-- The findings that are kept with the current derivation.

CREATE VIEW research.finding AS
SELECT
    f.derive_run, f.ordinal, f.finding, f.market, f.measure, f.unit, f.value, f.low, f.high, f.n, f.vendor_count, f.country,
    f.first_day, f.last_day, f.definition, f.attribution, f.grade, f.study, f.verdict, f.why, f.sql
FROM derived.finding f
JOIN derived.derive_run run USING (derive_run)
WHERE run.is_current;

DO $$
DECLARE
    said record;
BEGIN
    EXECUTE format('COMMENT ON VIEW research.finding IS %L', obj_description('derived.finding'::regclass, 'pg_class'));
    FOR said IN
        SELECT attname, col_description(attrelid, attnum) AS meaning
        FROM pg_attribute WHERE attrelid = 'derived.finding'::regclass AND attnum > 0 AND NOT attisdropped
    LOOP
        EXECUTE format('COMMENT ON COLUMN research.finding.%I IS %L', said.attname, said.meaning);
    END LOOP;
END
$$;
