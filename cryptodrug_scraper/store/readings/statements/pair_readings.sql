-- Make the table of the captures that parser versions of both sets have read, for one transaction: one row per capture.
-- Of several readings of a capture by one set, the newest counts.
-- :old: the versions that are compared with.
-- :new: the versions that are compared.
-- :market: only captures that either side takes for a page of this market; NULL for all.
-- :kind: only captures that either side takes for this kind of page; NULL for all.

CREATE TEMP TABLE reading_pair ON COMMIT DROP AS
WITH older AS (
    SELECT DISTINCT ON (capture_id) capture_id, parse_run_id, market, kind, parser_version
    FROM parse_run JOIN parser_version USING (parser_version)
    WHERE parser_version = ANY(:old)
    ORDER BY capture_id, release DESC, first_loaded_at DESC, parser_version DESC
), newer AS (
    SELECT DISTINCT ON (capture_id) capture_id, parse_run_id, market, kind, parser_version
    FROM parse_run JOIN parser_version USING (parser_version)
    WHERE parser_version = ANY(:new)
    ORDER BY capture_id, release DESC, first_loaded_at DESC, parser_version DESC
)
SELECT
    row_number() OVER () AS pair, capture_id, older.parse_run_id AS old_run, newer.parse_run_id AS new_run,
    older.market AS old_market, newer.market, older.kind AS old_kind, newer.kind,
    older.parser_version AS old_version, newer.parser_version AS version
FROM older JOIN newer USING (capture_id)
WHERE older.parse_run_id <> newer.parse_run_id
  AND (CAST(:market AS text) IS NULL OR :market IN (older.market, newer.market))
  AND (CAST(:kind AS text) IS NULL OR :kind IN (older.kind, newer.kind))
