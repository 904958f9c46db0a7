-- Ratings: one row per row of the list of ratings of a page.
-- :market: code of the market.
-- :since: the first instant of a month, or of the first of several; null: rows of pages whose time is unknown.
-- :until: the first instant of the month behind the last.
-- :since_day: the day of :since.
-- :until_day: the day of :until.

SELECT
    uuid_send(run.parse_run_id) AS run, o.ordinal, o.position, o.vendor, o.listing_id, o.stars::float8, o.sign,
    substr(o.comment_sha256, 1, 8) AS comment, o.is_default_comment, o.buyer_mask, o.amount::float8,
    o.amount_currency, o.amount_step::float8, o.occurred_from, o.occurred_to,
    o.age_least, o.age_most
FROM review_observation o
JOIN counted_reading run ON run.review_list_id = o.review_list_id
WHERE run.market = :market
    AND (run.captured_at >= :since AND run.captured_at < :until OR :since IS NULL AND run.captured_at IS NULL)
    AND (o.month >= :since_day AND o.month < :until_day OR :since_day IS NULL AND o.month IS NULL)
