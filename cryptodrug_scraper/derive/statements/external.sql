-- What pages of a market state of the same vendor on other markets: one row per vendor, page and other market.
-- :market: code of the market.
-- :since: the first instant of a month, or of the first of several; null: no row.
-- :until: the first instant of the month behind the last.

SELECT
    uuid_send(o.parse_run_id) AS run, o.vendor_ordinal, v.vendor, o.external_market, o.sales_count
FROM external_rating o
JOIN vendor_observation v
    ON v.parse_run_id = o.parse_run_id AND v.ordinal = o.vendor_ordinal AND v.captured_at = o.captured_at
JOIN counted_reading run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
WHERE run.market = :market
    AND run.captured_at >= :since AND run.captured_at < :until
    AND o.captured_at >= :since AND o.captured_at < :until
    AND v.captured_at >= :since AND v.captured_at < :until
    AND NOT v.is_repeat
