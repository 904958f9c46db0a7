-- Ways of delivery: one row per listing, page and way.
-- :market: code of the market.
-- :since: the first instant of a month, or of the first of several; null: no row.
-- :until: the first instant of the month behind the last.

SELECT
    uuid_send(o.parse_run_id) AS run, o.listing_ordinal, o.ordinal, o.price_amount::float8 AS price,
    o.price_currency, o.per
FROM shipping_option o
JOIN listing_observation l
    ON l.parse_run_id = o.parse_run_id AND l.ordinal = o.listing_ordinal AND l.captured_at = o.captured_at
JOIN counted_reading run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
WHERE run.market = :market
    AND run.captured_at >= :since AND run.captured_at < :until
    AND o.captured_at >= :since AND o.captured_at < :until
    AND l.captured_at >= :since AND l.captured_at < :until
    AND NOT l.is_repeat AND l.listing_id IS NOT NULL
