-- What sales of the country are worth on average that are worth less than a limit. Sales as in share_below.sql.
-- n: those that are.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :limit: EUR.
-- :assumed: the share of turnover that larger sales are said to be.

WITH seller AS (
  SELECT s.vendor, sum(s.weight) AS whole, sum(s.weight * s.amount_eur) AS whole_eur,
         coalesce(sum(s.weight) FILTER (WHERE s.amount_eur < :limit), 0) AS small,
         coalesce(sum(s.weight * s.amount_eur) FILTER (WHERE s.amount_eur < :limit), 0) AS small_eur,
         count(*) FILTER (WHERE s.amount_eur < :limit) AS sales
  FROM research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day) s
  WHERE s.market = :market AND s.weight > 0 AND s.amount_eur IS NOT NULL
  GROUP BY s.vendor
), found AS (
  SELECT research.cluster_quotient(
           array_agg(s.small_eur ORDER BY s.vendor), array_agg(s.small ORDER BY s.vendor), NULL, NULL) AS mean,
         sum(s.sales) AS n, count(*) FILTER (WHERE s.small > 0) AS vendors,
         1 - sum(s.small) / sum(s.whole) AS p, 1 - sum(s.small_eur) / sum(s.whole_eur) AS w
  FROM seller s
)
SELECT (f.mean).quotient AS value, (f.mean).low, (f.mean).high, coalesce(f.n, 0)::bigint AS n, f.vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN f.p > 0 AND f.p < 1 THEN jsonb_build_object(
         'larger', round((100 * f.p)::numeric, 1) / 100, 'turnover', round((100 * f.w)::numeric, 1) / 100,
         'worth', round((:limit * (1 - f.w) / f.w * f.p / (1 - f.p))::numeric, 2),
         'assumed', :assumed,
         'worth_assumed', round((:limit * (1 - :assumed) / :assumed * f.p / (1 - f.p))::numeric, 2))
       END AS details
FROM found f
