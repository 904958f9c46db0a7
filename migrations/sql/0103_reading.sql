-- Which instant a reading has, and what it rests on, is the reading's own.
-- The default is there for as long as most rows, whose basis it is, need not be written anew.
ALTER TABLE parse_run ADD COLUMN time_basis TEXT NOT NULL DEFAULT 'source';
UPDATE parse_run run
SET time_basis = page.time_basis
FROM capture page
WHERE page.capture_id = run.capture_id AND page.captured_at IS NOT DISTINCT FROM run.captured_at
  AND page.time_basis <> 'source';
ALTER TABLE parse_run
    ALTER COLUMN time_basis DROP DEFAULT,
    ADD CONSTRAINT time_basis_word CHECK (time_basis IN ('source', 'page_clock', 'none'));
COMMENT ON COLUMN parse_run.captured_at IS
    'Best single instant of the capture by this reading (UTC), used for every as-of question; the table is partitioned by its month. The second that the source states; else the page''s own clock where it agrees, or where only the file''s modification time speaks against it; else the start of the stated day. NULL: unknown.';
COMMENT ON COLUMN parse_run.time_basis IS
    'What captured_at rests on: source (see capture_origin.time_source), page_clock (site_observation) or none.';

-- A page has one row, in the month that its source states. Months that were detached are not touched.
DO $$
DECLARE
    first timestamp;
    name text;
BEGIN
    FOR first IN
        SELECT DISTINCT date_trunc('month', captured_from AT TIME ZONE 'UTC') FROM capture WHERE captured_from IS NOT NULL
    LOOP
        name := 'capture_' || to_char(first, 'YYYY_MM');
        IF NOT EXISTS (
            SELECT FROM pg_inherits
            JOIN pg_class child ON child.oid = inhrelid
            WHERE inhparent = 'capture'::regclass AND child.relname = name
        ) THEN
            EXECUTE format('CREATE TABLE partitions.%I PARTITION OF capture FOR VALUES FROM (%L) TO (%L)',
                name, first AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC');
        END IF;
    END LOOP;
END $$;
DELETE FROM capture page
USING (
    SELECT capture_id, captured_at, row_number() OVER (PARTITION BY capture_id ORDER BY captured_at) AS place
    FROM capture
) one
WHERE one.place > 1 AND one.capture_id = page.capture_id AND one.captured_at IS NOT DISTINCT FROM page.captured_at;
UPDATE capture SET captured_at = captured_from WHERE captured_at IS DISTINCT FROM captured_from;
ALTER TABLE capture DROP COLUMN time_precision, DROP COLUMN time_basis;
COMMENT ON TABLE capture IS
    'One row per fetched page: its bytes, its address without host, and its time as the source states it. Nothing that a parser reads on it is here; parse_run has its readings, each with the best instant that it knows. Source: every archive.';
COMMENT ON COLUMN capture.captured_at IS
    'Time of the capture as the source alone states it (UTC): the second, or the start of the day; the table is partitioned by its month. NULL: the source states none. As-of questions use parse_run.captured_at.';

COMMENT ON TABLE future_capture IS
    'One row per capture and instant by a reading of it, where that lay more than a day after the moment at which it was loaded: nobody knows when it was made, so no derivation counts it. Source: the loader.';
COMMENT ON COLUMN future_capture.captured_at IS
    'The instant that it has by a reading, as in parse_run (UTC).';

CREATE TABLE shown_parser (
    market TEXT,
    parser_version TEXT NOT NULL,
    chosen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    chosen_by TEXT,
    CONSTRAINT shown_parser_key UNIQUE NULLS NOT DISTINCT (market)
);
COMMENT ON TABLE shown_parser IS
    'One row per market: the parser version whose readings the research views show. A page that it has not read is shown by its newest reading. Source: the replay or crawl that began to read with it.';
COMMENT ON COLUMN shown_parser.market IS
    'Code of the market. NULL: pages of no known market.';
COMMENT ON COLUMN shown_parser.parser_version IS
    'The version, as in parse_run.';
COMMENT ON COLUMN shown_parser.chosen_at IS
    'Since when it has been so (UTC): the clock of this database.';
COMMENT ON COLUMN shown_parser.chosen_by IS
    'Who began to read with it, as user@host. NULL: it was the newest when revision 0103 came.';
INSERT INTO shown_parser
SELECT DISTINCT ON (market) market, parser_version, first_loaded_at
FROM (SELECT DISTINCT market, parser_version FROM parse_run) used
JOIN parser_version USING (parser_version)
ORDER BY market, release DESC, first_loaded_at DESC, parser_version DESC;

COMMENT ON TABLE superseded_run IS
    'One row per parse run beside which another of the same capture is shown: that of the chosen parser (shown_parser), or else the newest. Its rows stay; the research views leave them out. Source: the loader.';
COMMENT ON COLUMN superseded_run.parse_run_id IS
    'The reading that is not shown (parse_run).';
WITH several AS (
    SELECT DISTINCT capture_id FROM parse_run JOIN superseded_run USING (parse_run_id)
), reading AS (
    SELECT run.parse_run_id, row_number() OVER (
        PARTITION BY run.capture_id
        ORDER BY shown.parser_version IS NULL, shown.market IS NULL, version.release DESC, version.first_loaded_at DESC,
            version.parser_version DESC) AS place
    FROM parse_run run
    JOIN several USING (capture_id)
    JOIN parser_version version USING (parser_version)
    LEFT JOIN shown_parser shown USING (parser_version)
), again AS (
    DELETE FROM superseded_run old USING reading WHERE old.parse_run_id = reading.parse_run_id AND place = 1
)
INSERT INTO superseded_run SELECT parse_run_id FROM reading WHERE place > 1 ON CONFLICT DO NOTHING;
