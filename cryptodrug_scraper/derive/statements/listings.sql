-- What pages of a market state of listings: one row per listing and page, without repeats within it.
-- :market: code of the market.
-- :since: the first instant of a month, or of the first of several; null: no row.
-- :until: the first instant of the month behind the last.

SELECT
    uuid_send(o.parse_run_id) AS run, o.ordinal, o.listing_id, o.seen_on, o.title, o.vendor,
    array_to_string(o.category_path, '/') AS category_path, o.price_amount::float8 AS price, o.price_currency,
    o.origin_codes, o.destination_codes, o.destination_excluded, o.product_class, o.stock_count, o.sold_count,
    o.sold_since, o.sold_is_exact, o.view_count, o.description_sha256, o.drug_class, o.substance,
    o.quantity_grams::float8, o.quantity_units::float8, o.quantity_unit
FROM listing_observation o
JOIN counted_reading run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
WHERE run.market = :market
    AND run.captured_at >= :since AND run.captured_at < :until
    AND o.captured_at >= :since AND o.captured_at < :until
    AND NOT o.is_repeat AND o.listing_id IS NOT NULL
