-- Ratings, rates, and what became of the pages.

CREATE VIEW research.review AS
SELECT
    o.review_observation_id, o.captured_at, o.parse_run_id, o.capture_id, o.market, o.time_precision,
    o.parser_version, o.position, o.vendor, o.listing_id, o.listing_title, o.stars, o.sign,
    comment.body AS comment, o.is_default_comment, o.buyer_mask, o.amount, o.amount_currency, o.amount_step,
    o.amount_step_currency, o.age_raw, o.occurred_from, o.occurred_to, reply.body AS reply, o.empty_fields
FROM review_observation o
LEFT JOIN text comment ON comment.sha256 = o.comment_sha256
LEFT JOIN text reply ON reply.sha256 = o.reply_sha256
WHERE o.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON VIEW research.review IS
    'One row per rating in a list on a capture (capture_id, position), from the newest reading of the capture. The same rating on two captures is two rows: these are not numbers of ratings left.';

CREATE VIEW research.exchange_rate AS
SELECT
    o.exchange_rate_id, o.captured_at, o.parse_run_id, o.capture_id, o.market, o.time_precision,
    o.parser_version, o.base, o.quote, o.rate
FROM exchange_rate o
WHERE NOT o.is_repeat
  AND o.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON VIEW research.exchange_rate IS
    'One row per pair of currencies and capture (market, capture_id, base, quote), from the newest reading of the capture.';

CREATE VIEW research.capture_quality AS
SELECT
    o.market,
    (o.captured_at AT TIME ZONE 'UTC')::date AS day,
    o.kind,
    count(*) AS page_count,
    count(*) FILTER (WHERE o.is_wall) AS wall_count,
    count(*) FILTER (WHERE NOT o.is_complete) AS incomplete_count,
    count(*) FILTER (WHERE o.error_count + o.warning_count > 0) AS page_with_issue_count,
    coalesce(sum(o.warning_count), 0)::bigint AS warning_count,
    coalesce(sum(o.error_count), 0)::bigint AS error_count,
    coalesce(sum(o.listing_count), 0)::bigint AS listing_count,
    coalesce(sum(o.vendor_count), 0)::bigint AS vendor_count,
    coalesce(sum(o.review_count), 0)::bigint AS review_count
FROM parse_run o
WHERE NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
GROUP BY 1, 2, 3;

COMMENT ON VIEW research.capture_quality IS
    'One row per market, UTC day and kind of page: how many captures there are, and what is wrong with them.';

CREATE VIEW research.market_event AS
SELECT market, event, first_on, last_on, note, evidence, source
FROM market_event;

COMMENT ON VIEW research.market_event IS
    'One row per market and event that censors or shocks its data.';
