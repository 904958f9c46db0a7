-- The share of goods among what the country's vendors list or sell, over their share among what all do. Of goods
-- that are known to be drugs. n: the country's listings, or its sales.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :goods: a class of drugs or a substance (is_goods).
-- :of: the measure of country_goods.

WITH sold AS (
  SELECT g.vendor, g.part, g.whole,
         research.is_goods(:goods, g.drug_class, g.substance) AS is_goods
  FROM research.country_goods(:country, :definition, :attribution, :first_day, :last_day) g
  WHERE g.market = :market AND g.measure = :of
), seller AS (
  SELECT s.vendor, sum(s.part) AS part, sum(s.whole) AS whole,
         coalesce(sum(s.part) FILTER (WHERE s.is_goods), 0) AS theirs,
         coalesce(sum(s.whole) FILTER (WHERE s.is_goods), 0) AS anyones
  FROM sold s GROUP BY s.vendor
), unsure AS (
  SELECT s.*, d.unrated, d.spread,
         CASE WHEN :of = 'listings' THEN p.reached ELSE r.sales * coalesce(k.theirs, 0) END AS reached,
         CASE WHEN :of = 'listings' THEN r.listings ELSE r.sales * coalesce(k.anyones, 0) END AS all_reached
  FROM seller s
  LEFT JOIN research.window_reach(:first_day, :last_day) r ON r.market = :market
  LEFT JOIN research.place_reach(:first_day, :last_day) p ON p.market = :market
  LEFT JOIN research.sale_doubt(:first_day, :last_day) d
    ON d.market = :market AND d.vendor = s.vendor AND :of <> 'listings'
  LEFT JOIN research.goods_known(:country, :definition, :attribution, :first_day, :last_day) k
    ON k.market = :market AND k.measure = :of
), found AS (
  SELECT research.mix_here(
           array_agg(s.theirs ORDER BY s.vendor), array_agg(s.part ORDER BY s.vendor),
           array_agg(s.part ORDER BY s.vendor), array_agg(s.unrated ORDER BY s.vendor),
           array_agg(s.spread ORDER BY s.vendor), NULL, NULL, NULL, 1, max(s.reached)) AS share,
         research.mix_here(
           array_agg(s.anyones ORDER BY s.vendor), array_agg(s.whole ORDER BY s.vendor),
           array_agg(s.whole ORDER BY s.vendor), array_agg(s.unrated ORDER BY s.vendor),
           array_agg(s.spread ORDER BY s.vendor), NULL, NULL, NULL, 1, max(s.all_reached)) AS of_all,
         count(*) FILTER (WHERE s.part > 0) AS vendors, sum(s.part) AS n, sum(s.whole) AS whole
  FROM unsure s
)
SELECT q.quotient AS value, q.low, q.high,
       coalesce(round(f.n), 0)::bigint AS n, f.vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN research.share_is_told((f.share).low, (f.share).high) THEN jsonb_build_object(
         'share', round((f.share).share::numeric, 3), 'share_low', round((f.share).low::numeric, 3),
         'share_high', round((f.share).high::numeric, 3), 'n', round(f.n::numeric),
         'of_all', round((f.of_all).share::numeric, 3), 'of_all_low', round((f.of_all).low::numeric, 3),
         'of_all_high', round((f.of_all).high::numeric, 3), 'all', round(f.whole::numeric))
       END AS details
FROM found f
CROSS JOIN LATERAL research.quotient_here(
  (f.share).share, (f.share).low, (f.share).high, (f.of_all).share, (f.of_all).low, (f.of_all).high) q
