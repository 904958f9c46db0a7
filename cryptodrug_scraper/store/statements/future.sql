-- Captures that no derivation counts, as their time had not come yet when they were loaded: one row per market.

SELECT
    coalesce(run.market, '') AS market, count(DISTINCT early.capture_id) AS captures,
    min(early.captured_at AT TIME ZONE 'UTC')::date AS first_day,
    max(early.captured_at AT TIME ZONE 'UTC')::date AS last_day,
    (SELECT min(origin.path) FROM capture_origin origin
     WHERE origin.capture_id = (array_agg(early.capture_id ORDER BY early.captured_at DESC, early.capture_id))[1])
        AS example
FROM future_capture early
JOIN parse_run run ON run.capture_id = early.capture_id AND run.captured_at = early.captured_at
WHERE NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = run.parse_run_id)
GROUP BY run.market
ORDER BY run.market
