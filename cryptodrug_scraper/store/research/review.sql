-- One row per rating in a list on a capture (capture_id, position), from the newest reading of the capture. The same
-- rating on two captures is two rows: these are not numbers of ratings left. For ratings left use distinct_review, for
-- the sales that they stand for transaction.

-- A list is found by its identifier; its month is named besides, so that only the months of the captures are looked into.
CREATE VIEW research.review AS
SELECT
    row_id(run.parse_run_id, 3, o.ordinal) AS review_observation_id, run.captured_at, run.parse_run_id, run.capture_id,
    run.market, run.time_precision, run.parser_version, o.position::bigint AS position, o.vendor, o.listing_id,
    o.listing_title, o.stars, o.sign, comment.body AS comment, o.is_default_comment, o.buyer_mask, o.amount,
    o.amount_currency, o.amount_step, o.amount_step_currency, o.age_raw, o.occurred_from, o.occurred_to,
    reply.body AS reply, o.empty_fields
FROM parse_run run
JOIN review_observation o
    ON o.review_list_id = run.review_list_id
    AND {o.month = date_trunc('month', run.captured_at AT TIME ZONE 'UTC')::date | run.captured_at IS NULL AND o.month IS NULL}
LEFT JOIN text comment ON comment.sha256 = o.comment_sha256
LEFT JOIN text reply ON reply.sha256 = o.reply_sha256
WHERE run.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = run.parse_run_id);

COMMENT ON COLUMN research.review.review_observation_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
COMMENT ON COLUMN research.review.position IS 'Position in the page''s list, from 1.';
COMMENT ON COLUMN research.review.comment IS 'The words of the buyer. NULL: not shown, or shown empty.';
COMMENT ON COLUMN research.review.reply IS 'The answer of the vendor. NULL: not shown, or shown empty.';
