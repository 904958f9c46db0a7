-- What statements of a listing, or of listings of one title, say of what they sell, by the readings that count.
-- :market: code of the market.
-- :listing_id: the listing; null where a title is named.
-- :title: the title; null where a listing is named.

SELECT
    array_remove(array_agg(DISTINCT o.drug_class ORDER BY o.drug_class), NULL) AS drug_class,
    array_remove(array_agg(DISTINCT o.substance ORDER BY o.substance), NULL) AS substance,
    array_remove(array_agg(DISTINCT o.product_class ORDER BY o.product_class), NULL) AS product_class
FROM listing_observation o
JOIN counted_reading run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
WHERE run.market = :market AND NOT o.is_repeat AND (o.listing_id = :listing_id OR o.title = :title)
