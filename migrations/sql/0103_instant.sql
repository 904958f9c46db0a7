-- A row for each page and instant by its readings. The order of the columns is that of revision 0100.
ALTER TABLE capture RENAME TO capture_of_source;
ALTER TABLE capture_of_source RENAME CONSTRAINT capture_key TO capture_of_source_key;
ALTER TABLE partitions.capture_unknown RENAME TO capture_of_source_unknown;
CREATE TABLE capture (
    capture_id UUID NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE,
    captured_from TIMESTAMP WITH TIME ZONE,
    captured_to TIMESTAMP WITH TIME ZONE,
    time_precision TEXT NOT NULL,
    time_basis TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    byte_length BIGINT NOT NULL,
    url_key TEXT,
    CONSTRAINT time_precision_word CHECK (time_precision IN ('second', 'day', 'unknown')),
    CONSTRAINT time_basis_word CHECK (time_basis IN ('source', 'page_clock', 'none')),
    CONSTRAINT capture_key UNIQUE NULLS NOT DISTINCT (capture_id, captured_at)
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.capture_unknown PARTITION OF capture (
    CONSTRAINT capture_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
DO $$
DECLARE
    first timestamp;
    name text;
BEGIN
    FOR name IN
        SELECT child.relname FROM pg_inherits
        JOIN pg_class child ON child.oid = inhrelid
        WHERE inhparent = 'capture_of_source'::regclass AND child.relname <> 'capture_of_source_unknown'
    LOOP
        EXECUTE format('ALTER TABLE partitions.%I RENAME TO %I', name, 'of_source_' || name);
    END LOOP;
    FOR first IN
        SELECT date_trunc('month', captured_at AT TIME ZONE 'UTC') FROM parse_run WHERE captured_at IS NOT NULL
        UNION
        SELECT date_trunc('month', captured_at AT TIME ZONE 'UTC') FROM capture_of_source page
        WHERE captured_at IS NOT NULL
          AND NOT EXISTS (SELECT FROM parse_run run WHERE run.capture_id = page.capture_id)
    LOOP
        EXECUTE format('CREATE TABLE partitions.%I PARTITION OF capture FOR VALUES FROM (%L) TO (%L)',
            'capture_' || to_char(first, 'YYYY_MM'), first AT TIME ZONE 'UTC',
            (first + interval '1 month') AT TIME ZONE 'UTC');
    END LOOP;
END $$;
INSERT INTO capture
SELECT DISTINCT
    page.capture_id, run.captured_at, page.captured_from, page.captured_to, run.time_precision, run.time_basis,
    page.sha256, page.byte_length, page.url_key
FROM capture_of_source page
JOIN parse_run run USING (capture_id)
UNION ALL
SELECT
    page.capture_id, page.captured_at, page.captured_from, page.captured_to,
    CASE
        WHEN page.captured_at IS NULL THEN 'unknown'
        WHEN page.captured_to - page.captured_from < interval '1 minute' THEN 'second'
        ELSE 'day'
    END,
    CASE WHEN page.captured_at IS NULL THEN 'none' ELSE 'source' END,
    page.sha256, page.byte_length, page.url_key
FROM capture_of_source page
WHERE NOT EXISTS (SELECT FROM parse_run run WHERE run.capture_id = page.capture_id);  -- their months were detached
DROP TABLE capture_of_source;
ALTER TABLE parse_run DROP COLUMN time_basis;

COMMENT ON TABLE capture IS
    'One row per fetched page and best instant of it: bytes, address without host, and time as the source states it make the page. Two rows of one capture_id differ in captured_at, where a newer parser version read the page''s own clock differently; join with captured_at too (IS NOT DISTINCT FROM). Source: every archive.';
COMMENT ON COLUMN capture.capture_id IS
    'Identifier made of the digest, url_key and the time as stated: the same on any machine.';
COMMENT ON COLUMN capture.captured_at IS
    'Best single instant of the capture (UTC), used for every as-of question; the table is partitioned by its month. The stated second; else the page''s own clock where it agrees; else the start of the stated day. NULL: unknown.';
COMMENT ON COLUMN capture.captured_from IS
    'Earliest instant of the capture as the source states it (UTC). NULL: the source states none.';
COMMENT ON COLUMN capture.captured_to IS
    'Latest instant of the capture as the source states it (UTC); equal to captured_from where the second is known. NULL: the source states none.';
COMMENT ON COLUMN capture.time_precision IS
    'How well captured_at is known: second, day (it is the day''s start) or unknown.';
COMMENT ON COLUMN capture.time_basis IS
    'What captured_at rests on: source (see capture_origin.time_source), page_clock (site_observation) or none.';
COMMENT ON COLUMN capture.sha256 IS
    'SHA-256 digest of the page''s bytes (32 bytes).';
COMMENT ON COLUMN capture.byte_length IS
    'Length of the page in bytes.';
COMMENT ON COLUMN capture.url_key IS
    'Path and query of the page''s address, without scheme and host. NULL: the source gives no address.';
COMMENT ON TABLE future_capture IS
    'One row per capture whose time lay more than a day after the moment at which it was loaded: nobody knows when it was made, so no derivation counts it. Source: the loader.';
COMMENT ON COLUMN future_capture.captured_at IS
    'The time that it has there (UTC).';

COMMENT ON TABLE superseded_run IS
    'One row per parse run that a newer parser version of the same capture has replaced. Its rows stay; the research views leave them out. Source: the loader.';
COMMENT ON COLUMN superseded_run.parse_run_id IS
    'The older reading (parse_run).';
WITH several AS (
    SELECT DISTINCT capture_id FROM parse_run JOIN superseded_run USING (parse_run_id)
), reading AS (
    SELECT run.parse_run_id, row_number() OVER (
        PARTITION BY run.capture_id
        ORDER BY version.release DESC, version.first_loaded_at DESC, version.parser_version DESC) AS place
    FROM parse_run run
    JOIN several USING (capture_id)
    JOIN parser_version version USING (parser_version)
), again AS (
    DELETE FROM superseded_run old USING reading WHERE old.parse_run_id = reading.parse_run_id AND place = 1
)
INSERT INTO superseded_run SELECT parse_run_id FROM reading WHERE place > 1 ON CONFLICT DO NOTHING;
DROP TABLE shown_parser;
