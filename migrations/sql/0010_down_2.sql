-- A row for each page again, in the months that there are.

DO $$
DECLARE
    month record;
BEGIN
    FOR month IN
        SELECT part.relname, pg_get_expr(part.relpartbound, part.oid) AS bounds, owner.name
        FROM pg_inherits
        JOIN pg_class part ON part.oid = inhrelid
        CROSS JOIN (VALUES ('category_count'), ('exchange_rate')) AS owner (name)
        WHERE inhparent = 'parse_run'::regclass
          AND pg_get_expr(part.relpartbound, part.oid) <> 'DEFAULT'
    LOOP
        EXECUTE format(
            'CREATE TABLE partitions.%I PARTITION OF %I %s',
            replace(month.relname, 'parse_run', month.name), month.name, month.bounds
        );
    END LOOP;
END
$$;

ANALYZE frame_row;

INSERT INTO category_count (
    category_count_id, captured_at, parse_run_id, capture_id, market, ordinal, category_id, category_path,
    listing_count
)
SELECT
    own.row_id, run.captured_at, run.parse_run_id, run.capture_id, run.market, own.ordinal, said.category_id,
    said.category_path, said.listing_count
FROM frame_row own
JOIN parse_run run USING (parse_run_id)
JOIN category_count_of_menu said ON said.menu_id = run.menu_id AND said.ordinal = own.place
WHERE own.record = 'category';

INSERT INTO exchange_rate (
    exchange_rate_id, captured_at, parse_run_id, capture_id, market, ordinal, time_precision, parser_version,
    is_repeat, base, quote, rate
)
SELECT
    own.row_id, run.captured_at, run.parse_run_id, run.capture_id, run.market, own.ordinal, page.time_precision,
    run.parser_version,
    EXISTS (
        SELECT FROM exchange_rate_of_table before
        WHERE before.rate_table_id = said.rate_table_id
          AND (before.base, before.quote) = (said.base, said.quote)
          AND before.ordinal < said.ordinal),
    said.base, said.quote, said.rate
FROM frame_row own
JOIN parse_run run USING (parse_run_id)
JOIN capture page ON page.capture_id = run.capture_id AND page.captured_at IS NOT DISTINCT FROM run.captured_at
JOIN exchange_rate_of_table said ON said.rate_table_id = run.rate_table_id AND said.ordinal = own.place
WHERE own.record = 'exchange_rate';

ALTER TABLE parse_run DROP COLUMN menu_id, DROP COLUMN rate_table_id;
DROP TABLE category_count_of_menu, exchange_rate_of_table;

CREATE VIEW research.exchange_rate AS
SELECT
    o.exchange_rate_id, o.captured_at, o.parse_run_id, o.capture_id, o.market, o.time_precision,
    o.parser_version, o.base, o.quote, o.rate
FROM exchange_rate o
WHERE NOT o.is_repeat
  AND o.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON VIEW research.exchange_rate IS
    'One row per pair of currencies and capture (market, capture_id, base, quote), from the newest reading of the capture.';

DO $$
DECLARE
    commented record;
BEGIN
    FOR commented IN
        SELECT ours.attname, col_description(theirs.attrelid, theirs.attnum) AS meaning
        FROM pg_attribute ours
        JOIN pg_attribute theirs ON theirs.attname = ours.attname
        WHERE ours.attrelid = 'research.exchange_rate'::regclass AND theirs.attrelid = 'public.exchange_rate'::regclass
    LOOP
        EXECUTE format('COMMENT ON COLUMN research.exchange_rate.%I IS %L', commented.attname, commented.meaning);
    END LOOP;
END
$$;
