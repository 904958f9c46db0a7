-- The share of turnover of the country that is of sales worth a limit or more. Sales as in share_below.sql.
-- n: these.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :limit: EUR.

WITH seller AS (
  SELECT s.vendor, sum(s.weight * s.amount_eur) AS whole,
         coalesce(sum(s.weight * s.amount_eur) FILTER (WHERE s.amount_eur < :limit), 0) AS small,
         count(*) AS sales, count(*) FILTER (WHERE s.price_source = 'printed') AS printed
  FROM research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day) s
  WHERE s.market = :market AND s.weight > 0 AND s.amount_eur IS NOT NULL
  GROUP BY s.vendor
), found AS (
  SELECT research.cluster_share(
           array_agg(s.whole - s.small ORDER BY s.vendor), array_agg(s.whole ORDER BY s.vendor)) AS share,
         sum(s.sales) AS n, sum(s.printed) AS printed, count(*) AS vendors
  FROM seller s
)
SELECT (f.share).share AS value, (f.share).low, (f.share).high, coalesce(f.n, 0)::bigint AS n, f.vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN f.n IS NOT NULL THEN jsonb_build_object('printed', f.printed, 'n', f.n) END AS details
FROM found f
