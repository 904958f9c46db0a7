-- What researchers see of the derived tables: the current run, one grain each.

CREATE VIEW derived.current_part AS
SELECT run.derive_run, made_of.part_id
FROM derived.derive_run run
JOIN derived.run_part made_of USING (derive_run)
WHERE run.is_current;

COMMENT ON VIEW derived.current_part IS 'One row per part of the current run.';
COMMENT ON COLUMN derived.current_part.derive_run IS 'The current run.';
COMMENT ON COLUMN derived.current_part.part_id IS 'A part of it.';

CREATE FUNCTION pg_temp.show(view text, shown text, more text, joined text, meaning text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    said record;
BEGIN
    EXECUTE format(
        'CREATE VIEW research.%I AS SELECT current.derive_run, %s%s FROM derived.current_part current JOIN derived.%I t '
        'USING (part_id) %s',
        view,
        (SELECT string_agg(format('t.%I', attname), ', ' ORDER BY attname <> 'market', attnum)
         FROM pg_attribute
         WHERE attrelid = ('derived.' || shown)::regclass AND attnum > 0 AND NOT attisdropped
           AND attname <> 'part_id'),
        more, shown, joined
    );
    EXECUTE format('COMMENT ON VIEW research.%I IS %L', view, meaning);
    FOR said IN
        SELECT attname, col_description(attrelid, attnum) AS meaning
        FROM pg_attribute
        WHERE attrelid = ('derived.' || shown)::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'part_id'
        UNION ALL VALUES ('derive_run', 'The run of cryptodrug derive that gave this row (derivation).')
    LOOP
        EXECUTE format('COMMENT ON COLUMN research.%I.%I IS %L', view, said.attname, said.meaning);
    END LOOP;
END
$$;

CREATE FUNCTION pg_temp.show(view text, shown text) RETURNS void LANGUAGE sql AS $$
    SELECT pg_temp.show(view, shown, '', '', obj_description(('derived.' || shown)::regclass, 'pg_class'));
$$;

CREATE FUNCTION pg_temp.show_graded(view text, shown text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.show(
        view, shown, ', looked.grade, looked.first_at AS snapshot_first_at, looked.last_at AS snapshot_last_at',
        'JOIN derived.snapshot looked USING (part_id, snapshot_id)',
        obj_description(('derived.' || shown)::regclass, 'pg_class')
    );
    EXECUTE format('COMMENT ON COLUMN research.%I.grade IS %L', view, 'Of the snapshot: complete, usable or partial.');
    EXECUTE format('COMMENT ON COLUMN research.%I.snapshot_first_at IS %L', view, 'When the snapshot began (UTC).');
    EXECUTE format('COMMENT ON COLUMN research.%I.snapshot_last_at IS %L', view, 'When the snapshot ended (UTC).');
END
$$;

SELECT pg_temp.show('snapshot', 'snapshot');
SELECT pg_temp.show_graded('population', 'population');
SELECT pg_temp.show_graded('listing_presence', 'listing_state');
SELECT pg_temp.show_graded('vendor_presence', 'vendor_state');
SELECT pg_temp.show('listing_price', 'listing_price');
SELECT pg_temp.show('distinct_review', 'distinct_review');
SELECT pg_temp.show('transaction', 'sale');
SELECT pg_temp.show('transaction_origin', 'sale_origin');
SELECT pg_temp.show('vendor_month', 'vendor_month');
SELECT pg_temp.show('market_month', 'market_month');
SELECT pg_temp.show('origin_history', 'origin_spell');
SELECT pg_temp.show('origin_move', 'origin_move');
SELECT pg_temp.show('account_name', 'account_name');
SELECT pg_temp.show('account_link', 'account_link');
SELECT pg_temp.show('migration', 'migration');
SELECT pg_temp.show('fx_rate', 'fx_rate');
SELECT pg_temp.show('region_country', 'region_country');
SELECT pg_temp.show('destination_spell', 'listing_destination');
SELECT pg_temp.show('listing_month', 'listing_month');
SELECT pg_temp.show('origin_month', 'origin_month');

DROP FUNCTION pg_temp.show_graded(text, text);
DROP FUNCTION pg_temp.show(text, text);
DROP FUNCTION pg_temp.show(text, text, text, text, text);

CREATE VIEW research.derivation AS
SELECT derive_run, measures_version, parameters, started_at, ended_at, is_current
FROM derived.derive_run;

COMMENT ON VIEW research.derivation IS
    'One row per run of cryptodrug derive that the database holds: parameters and version of the measures. The other views show the current one.';
COMMENT ON COLUMN research.derivation.derive_run IS 'Identifier made of input, parameters and measures: the same on any machine.';
COMMENT ON COLUMN research.derivation.measures_version IS 'Version of what measures: the release and a digest of it.';
COMMENT ON COLUMN research.derivation.parameters IS 'Every parameter of the measures.';
COMMENT ON COLUMN research.derivation.started_at IS 'When it began (UTC).';
COMMENT ON COLUMN research.derivation.ended_at IS 'When it was whole (UTC).';
COMMENT ON COLUMN research.derivation.is_current IS 'Whether the other views show this run.';
