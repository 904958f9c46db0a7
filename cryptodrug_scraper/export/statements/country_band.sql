-- Sales for which a rating stands: one row per market and band of what an order was worth, and one of all bands.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT s.market, coalesce(b.band_from::text, 'all') AS band, b.band_from::float8 AS band_from,
       sum(s.weight) AS transactions, sum(s.weight * s.amount_eur) AS turnover_eur,
       count(DISTINCT s.vendor) AS vendor_count
FROM research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day) s
CROSS JOIN LATERAL (
    SELECT max(e) AS band_from FROM unnest(ARRAY[0, 20, 50, 100, 200, 500, 1000]) AS e WHERE e <= s.amount_eur
    UNION ALL SELECT NULL) AS b
WHERE s.weight > 0 AND s.amount_eur IS NOT NULL GROUP BY s.market, b.band_from
