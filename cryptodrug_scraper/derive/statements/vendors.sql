-- What pages of a market state of vendors: one row per vendor and page, without repeats within it.
-- :market: code of the market.
-- :since: the first instant of a month, or of the first of several; null: no row.
-- :until: the first instant of the month behind the last.

SELECT
    uuid_send(o.parse_run_id) AS run, o.ordinal, o.vendor, o.seen_on, o.sales_count, o.sales_since,
    o.sales_is_exact, o.rating_count, o.experience, o.member_since, o.last_active_on, o.profile_sha256,
    o.pgp_fingerprint, o.pgp_key_sha256, o.origin_codes
FROM vendor_observation o
JOIN counted_reading run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
WHERE run.market = :market
    AND run.captured_at >= :since AND run.captured_at < :until
    AND o.captured_at >= :since AND o.captured_at < :until
    AND NOT o.is_repeat
