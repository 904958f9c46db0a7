-- What a derivation could give no amount in EUR, since its currency has no rate of that day: one row per market.
-- :run: identifier of the derivation.

SELECT
    market, count(*) FILTER (WHERE is_sale) AS sales, count(*) FILTER (WHERE NOT is_sale) AS prices,
    min(at AT TIME ZONE 'UTC')::date AS first_day, max(at AT TIME ZONE 'UTC')::date AS last_day
FROM (
    SELECT part_id, market, true AS is_sale, occurred_from + (occurred_to - occurred_from) / 2 AS at
    FROM derived.sale WHERE price_source = 'no_rate'
    UNION ALL
    SELECT part_id, market, false, first_at FROM derived.listing_price WHERE price_eur IS NULL
) unvalued
JOIN derived.run_part USING (part_id)
WHERE derive_run = :run
GROUP BY market
ORDER BY market
