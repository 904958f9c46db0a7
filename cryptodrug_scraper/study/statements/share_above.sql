-- The share of sales of the country that are worth more than a limit. Sales as in share_below.sql. low is above 0
-- only where certain ones are of several accounts, as a page can print any amount; high may be unseen, where there are
-- none. n: sales whose amount is printed.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :limit: EUR.

WITH sold AS (
  SELECT s.* FROM research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day) s
  WHERE s.market = :market AND s.weight > 0
), seller AS (
  SELECT s.vendor, sum(s.weight) AS whole, coalesce(sum(s.weight) FILTER (WHERE s.amount_eur > :limit), 0) AS part,
         sum(s.weight) FILTER (WHERE s.price_source = 'printed') AS printed,
         sum(s.weight ^ 2) FILTER (WHERE s.price_source = 'printed') AS printed_squares,
         count(*) FILTER (WHERE s.price_source = 'printed') AS printed_sales, count(*) AS sales,
         count(*) FILTER (WHERE s.amount_eur_low > :limit AND s.price_flag = 'ok') AS certain
  FROM sold s WHERE s.amount_eur IS NOT NULL GROUP BY s.vendor
), found AS (
  SELECT research.cluster_share(array_agg(s.part ORDER BY s.vendor), array_agg(s.whole ORDER BY s.vendor)) AS share,
         sum(s.printed) ^ 2 / sum(s.printed_squares) AS worth, sum(s.sales) AS sales, sum(s.printed_sales) AS n,
         count(*) AS vendors, count(*) FILTER (WHERE s.certain > 0) AS certain, sum(s.part) AS part
  FROM seller s
), told AS (
  SELECT round(max(s.amount_eur)::numeric) AS largest,
         count(*) FILTER (WHERE s.raw_eur > :limit AND coalesce(s.amount_eur, 0) <= :limit) AS left_out
  FROM sold s
)
SELECT (f.share).share AS value, CASE WHEN f.certain > 1 THEN (f.share).low WHEN f.vendors > 0 THEN 0 END AS low,
       CASE WHEN f.part > 0 THEN (f.share).high
            WHEN f.vendors > 0 THEN research.none_of(coalesce(f.worth, 0)) END AS high,
       coalesce(f.n, 0)::bigint AS n, f.vendors, research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN f.n IS NOT NULL
            THEN jsonb_build_object('largest', t.largest, 'printed', f.n, 'n', f.sales, 'left_out', t.left_out,
                                    'limit', :limit)
       END AS details
FROM found f CROSS JOIN told t
