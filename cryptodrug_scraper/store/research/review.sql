-- One row per rating in a list on a capture (capture_id, position), from the shown reading of the capture. The same
-- rating on two captures is two rows: these are not numbers of ratings left. For ratings left use distinct_review, for
-- the sales that they stand for transaction. Its times are those that sources state, which capture_time may doubt. Who asks
-- for some days names their months too (month = '2019-03-01'): then no list of another month is looked into.

-- A list is found by its identifier; its month is named besides, so that only the months of the captures are looked into.
CREATE VIEW research.review AS
SELECT
    row_id(run.parse_run_id, 3, o.ordinal) AS review_observation_id, run.captured_at, run.parse_run_id, run.capture_id,
    run.market, run.time_precision, run.parser_version, o.position::bigint AS position, {columns of review: o},
    o.empty_fields, o.month
FROM parse_run run
JOIN review_observation o
    ON o.review_list_id = run.review_list_id
    AND {o.month = date_trunc('month', run.captured_at AT TIME ZONE 'UTC')::date | run.captured_at IS NULL AND o.month IS NULL}
{texts of review: o}
WHERE run.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = run.parse_run_id);

COMMENT ON COLUMN research.review.review_observation_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
COMMENT ON COLUMN research.review.position IS 'Position in the page''s list, from 1.';
