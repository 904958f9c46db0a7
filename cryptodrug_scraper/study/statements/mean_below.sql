-- What sales of the country are worth on average that are worth less than a limit. Sales as in share_below.sql. The
-- interval is that of what happened here (mix_here) of the mean as a share of the limit, which no such sale is worth.
-- n: those that are; details have that of another draw of vendors.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :limit: EUR.
-- :assumed: the share of turnover that larger sales are said to be.

WITH seller AS (
  SELECT s.vendor, sum(s.weight * s.amount_eur) AS whole_eur,
         coalesce(sum(s.weight) FILTER (WHERE s.amount_eur < :limit), 0) AS small,
         coalesce(sum(s.weight * s.amount_eur) FILTER (WHERE s.amount_eur < :limit), 0) AS small_eur,
         count(*) FILTER (WHERE s.amount_eur < :limit) AS sales, count(*) AS all_sales
  FROM research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day, :market) s
  WHERE s.market = :market AND s.weight > 0 AND s.amount_eur IS NOT NULL
  GROUP BY s.vendor
), doubt AS MATERIALIZED (
  SELECT a.vendor, sum(a.theirs) AS theirs
  FROM research.amount_doubt(:country, :definition, :attribution, :first_day, :last_day, :market) a
  WHERE a.market = :market GROUP BY a.vendor
), rated AS MATERIALIZED (
  SELECT d.* FROM research.sale_doubt(:first_day, :last_day) d WHERE d.market = :market
), reach AS MATERIALIZED (
  SELECT r.* FROM research.window_reach(:first_day, :last_day) r WHERE r.market = :market
), unsure AS (
  SELECT s.*, d.unrated, d.spread, a.theirs * (s.small_eur / nullif(s.whole_eur, 0) / :limit)^2 AS open,
         (SELECT r.sales FROM reach r) AS reached
  FROM seller s LEFT JOIN rated d USING (vendor) LEFT JOIN doubt a USING (vendor)
), found AS (
  SELECT research.mix_here(
           array_agg(s.small_eur / :limit ORDER BY s.vendor), array_agg(s.small ORDER BY s.vendor),
           array_agg(s.small ORDER BY s.vendor), array_agg(s.unrated ORDER BY s.vendor),
           array_agg(s.spread ORDER BY s.vendor), array_agg(s.open ORDER BY s.vendor), NULL, NULL, 1,
           max(s.reached)) AS mean,
         research.cluster_share(
           array_agg(s.small_eur / :limit ORDER BY s.vendor), array_agg(s.small ORDER BY s.vendor)) AS drawn,
         sum(s.sales) AS n, count(*) FILTER (WHERE s.small > 0) AS vendors, sum(s.all_sales) AS all_sales
  FROM unsure s
), larger AS (
  SELECT b.* FROM research.value_band(
    :country, :definition, :attribution, :first_day, :last_day, ARRAY[CAST(:limit AS double precision)], :market) b
  WHERE b.market = :market AND b.band_to IS NULL
)
SELECT (f.mean).share * :limit AS value, (f.mean).low * :limit AS low, (f.mean).high * :limit AS high,
       coalesce(f.n, 0)::bigint AS n, f.vendors, research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN l.transaction_share > 0 AND l.transaction_share < 1
              AND research.share_is_told(l.transaction_share_low, l.transaction_share_high)
              AND research.share_is_told(l.turnover_share_low, l.turnover_share_high) THEN jsonb_build_object(
         'draw_low', round(((f.drawn).low * :limit)::numeric, 2),
         'draw_high', round(((f.drawn).high * :limit)::numeric, 2),
         'larger', round(l.transaction_share::numeric, 3), 'larger_low', round(l.transaction_share_low::numeric, 3),
         'larger_high', round(l.transaction_share_high::numeric, 3), 'n', f.all_sales,
         'turnover', round(l.turnover_share::numeric, 3), 'turnover_low', round(l.turnover_share_low::numeric, 3),
         'turnover_high', round(l.turnover_share_high::numeric, 3), 'assumed', :assumed,
         'worth_assumed', round((
           :limit * (1 - :assumed) / :assumed * l.transaction_share / (1 - l.transaction_share))::numeric, 2))
       END AS details
FROM found f LEFT JOIN larger l ON true
