-- Menus and tables of rates, which many pages share, as each capture shows them.

CREATE VIEW research.exchange_rate AS
SELECT
    said.rate_table_id, o.captured_at, o.parse_run_id, o.capture_id, o.market, page.time_precision,
    o.parser_version, said.base, said.quote, said.rate
FROM parse_run o
JOIN capture page ON page.capture_id = o.capture_id AND page.captured_at IS NOT DISTINCT FROM o.captured_at
JOIN exchange_rate said ON said.rate_table_id = o.rate_table_id
WHERE o.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
  AND NOT EXISTS (
    SELECT FROM exchange_rate before
    WHERE before.rate_table_id = said.rate_table_id
      AND (before.base, before.quote) = (said.base, said.quote)
      AND before.ordinal < said.ordinal);

COMMENT ON VIEW research.exchange_rate IS
    'One row per pair of currencies and capture (market, capture_id, base, quote), from the newest reading of the capture.';

CREATE VIEW research.category_count AS
SELECT
    said.menu_id, o.captured_at, o.parse_run_id, o.capture_id, o.market, page.time_precision,
    o.parser_version, said.category_id, said.category_path, said.listing_count
FROM parse_run o
JOIN capture page ON page.capture_id = o.capture_id AND page.captured_at IS NOT DISTINCT FROM o.captured_at
JOIN category_count said ON said.menu_id = o.menu_id
WHERE o.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
  AND NOT EXISTS (
    SELECT FROM category_count before
    WHERE before.menu_id = said.menu_id
      AND before.category_id = said.category_id
      AND before.ordinal < said.ordinal);

COMMENT ON VIEW research.category_count IS
    'One row per category in the menu of a capture (market, capture_id, category_id), from the newest reading of the capture. Counts are as printed: never add up a category and those below it.';

-- What a view shows of a table says what the table's comment says.
DO $$
DECLARE
    commented record;
BEGIN
    FOR commented IN
        SELECT
            shown.name, ours.attname, col_description(theirs.attrelid, theirs.attnum) AS meaning
        FROM (VALUES ('exchange_rate'), ('category_count')) AS shown (name)
        JOIN pg_attribute ours ON ours.attrelid = ('research.' || shown.name)::regclass
        JOIN pg_attribute theirs ON theirs.attname = ours.attname
            AND theirs.attrelid IN (('public.' || shown.name)::regclass, 'public.review_observation'::regclass)
    LOOP
        EXECUTE format('COMMENT ON COLUMN research.%I.%I IS %L', commented.name, commented.attname, commented.meaning);
    END LOOP;
END
$$;
