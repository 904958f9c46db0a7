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
         count(*) FILTER (WHERE s.amount_eur < :limit) AS sales, count(*) AS all_sales
  FROM research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day) s
  WHERE s.market = :market AND s.weight > 0 AND s.amount_eur IS NOT NULL
  GROUP BY s.vendor
), found AS (
  SELECT research.cluster_quotient(
           array_agg(s.small_eur ORDER BY s.vendor), array_agg(s.small ORDER BY s.vendor), NULL, NULL) AS mean,
         sum(s.sales) AS n, count(*) FILTER (WHERE s.small > 0) AS vendors,
         research.cluster_share(
           array_agg(s.whole - s.small ORDER BY s.vendor), array_agg(s.whole ORDER BY s.vendor)) AS larger,
         research.cluster_share(
           array_agg(s.whole_eur - s.small_eur ORDER BY s.vendor),
           array_agg(s.whole_eur ORDER BY s.vendor)) AS turnover,
         sum(s.all_sales) AS all_sales
  FROM seller s
)
SELECT (f.mean).quotient AS value, (f.mean).low, (f.mean).high, coalesce(f.n, 0)::bigint AS n, f.vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN (f.larger).share > 0 AND (f.larger).share < 1
              AND research.share_is_told((f.larger).low, (f.larger).high)
              AND research.share_is_told((f.turnover).low, (f.turnover).high) THEN jsonb_build_object(
         'larger', round((f.larger).share::numeric, 3), 'larger_low', round((f.larger).low::numeric, 3),
         'larger_high', round((f.larger).high::numeric, 3), 'n', f.all_sales,
         'turnover', round((f.turnover).share::numeric, 3), 'turnover_low', round((f.turnover).low::numeric, 3),
         'turnover_high', round((f.turnover).high::numeric, 3), 'assumed', :assumed,
         'worth_assumed', round((
           :limit * (1 - :assumed) / :assumed * (f.larger).share / (1 - (f.larger).share))::numeric, 2))
       END AS details
FROM found f
