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
