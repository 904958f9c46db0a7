-- The views of ratings, over lists that captures share. Their columns stay as they were.
--
-- A list is found by its identifier; its month is named besides, so that only the months of the captures are looked into.

DO $$
DECLARE
    query CONSTANT text := $view$
SELECT
    row_id(run.parse_run_id, 3, o.ordinal) AS review_observation_id, run.captured_at, run.parse_run_id, run.capture_id,
    run.market, run.time_precision, run.parser_version, o.position::bigint AS position, o.vendor, o.listing_id,
    o.listing_title, o.stars, o.sign, comment.body AS comment, o.is_default_comment, o.buyer_mask, o.amount,
    o.amount_currency, o.amount_step, o.amount_step_currency, o.age_raw, o.occurred_from, o.occurred_to,
    reply.body AS reply, o.empty_fields
FROM parse_run run
JOIN review_observation o ON o.review_list_id = run.review_list_id AND %s
LEFT JOIN text comment ON comment.sha256 = o.comment_sha256
LEFT JOIN text reply ON reply.sha256 = o.reply_sha256
WHERE run.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = run.parse_run_id)
$view$;
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE VIEW research.review AS %s UNION ALL %s',
        format(query, $known$o.month = date_trunc('month', run.captured_at AT TIME ZONE 'UTC')::date$known$),
        format(query, 'run.captured_at IS NULL AND o.month IS NULL'));
END
$$;

-- An identifier of a row begins as that of its reading does: so its page is found without reading all reviews. LIMIT
-- makes this a search for one rating after the other, for the few that somebody asks about.
CREATE OR REPLACE VIEW research.review_page AS
SELECT
    current.derive_run, rating.market, rating.review_id, rating.vendor, rating.listing_id, o.age_raw,
    o.occurred_from AS page_occurred_from, o.occurred_to AS page_occurred_to, rating.occurred_from, rating.occurred_to,
    o.stars, o.sign, comment.body AS comment, o.amount, o.amount_currency, o.listing_title, o.position::bigint AS position,
    rating.sighting_count, rating.state, o.captured_at, o.parse_run_id, o.capture_id,
    rating.last_review_observation_id AS review_observation_id
FROM derived.current_part current
JOIN derived.distinct_review rating USING (part_id)
LEFT JOIN LATERAL (
    SELECT run.captured_at, run.parse_run_id, run.capture_id, said.*
    FROM parse_run run
    JOIN review_observation said
        ON said.review_list_id = run.review_list_id
        AND said.month = date_trunc('month', run.captured_at AT TIME ZONE 'UTC')::date
    WHERE run.captured_at = rating.last_seen_at
      AND run.parse_run_id >= ("left"(rating.last_review_observation_id::text, 28) || '00000000')::uuid
      AND run.parse_run_id <= ("left"(rating.last_review_observation_id::text, 28) || 'ffffffff')::uuid
      AND row_id(run.parse_run_id, 3, said.ordinal) = rating.last_review_observation_id
    LIMIT 1
) o ON true
LEFT JOIN text comment ON comment.sha256 = o.comment_sha256;
