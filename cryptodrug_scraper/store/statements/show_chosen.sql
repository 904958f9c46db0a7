-- Have the readings of the chosen parsers shown, of all pages that have several readings. The order of the readings of
-- a page is that of supersede.sql, which does the same for pages that are loaded.

WITH several AS (
    SELECT DISTINCT capture_id FROM parse_run JOIN superseded_run USING (parse_run_id)
), reading AS (
    SELECT run.parse_run_id, row_number() OVER (
        PARTITION BY run.capture_id
        ORDER BY shown.parser_version IS NULL, shown.market IS NULL, version.release DESC,
            version.first_loaded_at DESC, version.parser_version DESC) AS place
    FROM parse_run run
    JOIN several USING (capture_id)
    JOIN parser_version version USING (parser_version)
    LEFT JOIN shown_parser shown USING (parser_version)
), again AS (
    DELETE FROM superseded_run old USING reading WHERE old.parse_run_id = reading.parse_run_id AND place = 1
)
INSERT INTO superseded_run SELECT parse_run_id FROM reading WHERE place > 1 ON CONFLICT DO NOTHING
