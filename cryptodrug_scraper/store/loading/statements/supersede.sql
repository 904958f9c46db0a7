-- Note which readings of the staged captures are not shown: all but that of the chosen parser, or else the newest. A
-- reading of a known market comes before one that found no market, where both are of chosen parsers: a plug-in that was
-- missing for a day hides nothing. OFFSET has the readings of each capture looked up by index: staged tables have no
-- statistics, and the planner would scan every reading in the database for each batch.

INSERT INTO superseded_run
SELECT parse_run_id
FROM (
    SELECT run.parse_run_id, row_number() OVER (
        PARTITION BY run.capture_id
        ORDER BY shown.parser_version IS NULL, shown.market IS NULL, version.release DESC,
            version.first_loaded_at DESC, version.parser_version DESC) AS place
    FROM (SELECT DISTINCT capture_id FROM staged_parse_run) AS loaded
    CROSS JOIN LATERAL (SELECT * FROM parse_run WHERE capture_id = loaded.capture_id OFFSET 0) AS run
    JOIN parser_version AS version USING (parser_version)
    LEFT JOIN shown_parser AS shown USING (parser_version)
) AS reading
WHERE place > 1
ON CONFLICT DO NOTHING
