-- What of the country's sales lies above EUR 200 and 1,000: one row per market and edge.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

WITH edge (band_from) AS (VALUES (200), (1000)), seller AS (
  SELECT s.market, e.band_from, s.vendor, sum(s.weight) AS whole, sum(s.weight * s.amount_eur) AS whole_eur,
         coalesce(sum(s.weight) FILTER (WHERE s.amount_eur > e.band_from), 0) AS part,
         coalesce(sum(s.weight * s.amount_eur) FILTER (WHERE s.amount_eur > e.band_from), 0) AS part_eur
  FROM research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day) s CROSS JOIN edge e
  WHERE s.weight > 0 AND s.amount_eur IS NOT NULL GROUP BY 1, 2, 3
), summed AS (
  SELECT market, band_from, sum(part) AS transactions, sum(part_eur) AS turnover_eur, sum(whole) AS total,
         research.cluster_share(array_agg(part ORDER BY vendor), array_agg(whole ORDER BY vendor)) AS sales,
         research.cluster_share(array_agg(part_eur ORDER BY vendor), array_agg(whole_eur ORDER BY vendor)) AS worth,
         count(*) FILTER (WHERE part > 0) AS vendor_count, count(*) AS all_vendor_count
  FROM seller GROUP BY 1, 2
)
SELECT market, band_from, transactions, total, (sales).share AS transaction_share, (sales).low AS transaction_share_low,
       CASE WHEN transactions = 0 THEN greatest((sales).high, research.none_of(total)) ELSE (sales).high END
         AS transaction_share_high,
       turnover_eur, (worth).share AS turnover_share, (worth).low AS turnover_share_low,
       (worth).high AS turnover_share_high, vendor_count, all_vendor_count
FROM summed ORDER BY market, band_from
