INSERT INTO review_observation (
    captured_at, parse_run_id, ordinal, position, occurred_from, occurred_to, vendor, listing_id, listing_title, stars,
    sign, comment_sha256, is_default_comment, buyer_mask, amount, amount_currency, amount_step, amount_step_currency,
    age_raw, reply_sha256, empty_fields
)
SELECT
    run.captured_at, run.parse_run_id, o.ordinal, o.position, o.occurred_from, o.occurred_to, o.vendor, o.listing_id,
    o.listing_title, o.stars, o.sign, o.comment_sha256, o.is_default_comment, o.buyer_mask, o.amount, o.amount_currency,
    o.amount_step, o.amount_step_currency, o.age_raw, o.reply_sha256, o.empty_fields
FROM leaving.review_observation o
JOIN parse_run run ON run.review_list_id = o.review_list_id;

CREATE INDEX review_observation_run_idx ON review_observation (parse_run_id);
CREATE INDEX review_observation_vendor_idx ON review_observation (vendor);

CREATE OR REPLACE VIEW research.review AS
SELECT
    row_id(o.parse_run_id, 3, o.ordinal) AS review_observation_id, o.captured_at, o.parse_run_id, run.capture_id,
    run.market, run.time_precision, run.parser_version, o.position::bigint AS position, o.vendor, o.listing_id,
    o.listing_title, o.stars, o.sign, comment.body AS comment, o.is_default_comment, o.buyer_mask, o.amount,
    o.amount_currency, o.amount_step, o.amount_step_currency, o.age_raw, o.occurred_from, o.occurred_to,
    reply.body AS reply, o.empty_fields
FROM review_observation o
JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
LEFT JOIN text comment ON comment.sha256 = o.comment_sha256
LEFT JOIN text reply ON reply.sha256 = o.reply_sha256
WHERE run.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
UNION ALL
SELECT
    row_id(o.parse_run_id, 3, o.ordinal) AS review_observation_id, o.captured_at, o.parse_run_id, run.capture_id,
    run.market, run.time_precision, run.parser_version, o.position::bigint AS position, o.vendor, o.listing_id,
    o.listing_title, o.stars, o.sign, comment.body AS comment, o.is_default_comment, o.buyer_mask, o.amount,
    o.amount_currency, o.amount_step, o.amount_step_currency, o.age_raw, o.occurred_from, o.occurred_to,
    reply.body AS reply, o.empty_fields
FROM review_observation o
JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at IS NULL AND o.captured_at IS NULL
LEFT JOIN text comment ON comment.sha256 = o.comment_sha256
LEFT JOIN text reply ON reply.sha256 = o.reply_sha256
WHERE run.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

CREATE OR REPLACE VIEW research.review_page AS
SELECT
    current.derive_run, rating.market, rating.review_id, rating.vendor, rating.listing_id, o.age_raw,
    o.occurred_from AS page_occurred_from, o.occurred_to AS page_occurred_to, rating.occurred_from, rating.occurred_to,
    o.stars, o.sign, comment.body AS comment, o.amount, o.amount_currency, o.listing_title, o.position::bigint AS position,
    rating.sighting_count, rating.state, o.captured_at, o.parse_run_id, run.capture_id,
    rating.last_review_observation_id AS review_observation_id
FROM derived.current_part current
JOIN derived.distinct_review rating USING (part_id)
LEFT JOIN LATERAL (
    SELECT said.*
    FROM review_observation said
    WHERE said.captured_at = rating.last_seen_at
      AND said.parse_run_id >= ("left"(rating.last_review_observation_id::text, 28) || '00000000')::uuid
      AND said.parse_run_id <= ("left"(rating.last_review_observation_id::text, 28) || 'ffffffff')::uuid
      AND row_id(said.parse_run_id, 3, said.ordinal) = rating.last_review_observation_id
    LIMIT 1
) o ON true
LEFT JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
LEFT JOIN text comment ON comment.sha256 = o.comment_sha256;
