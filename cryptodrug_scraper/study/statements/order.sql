-- The country's sales of goods over those of others. Of goods that are known to be drugs.
-- n: all its sales of drugs.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :more: a class of drugs or a substance (is_goods).
-- :less: likewise.

WITH sold AS (
  SELECT g.vendor, g.part,
         research.is_goods(:more, g.drug_class, g.substance) AS is_more,
         research.is_goods(:less, g.drug_class, g.substance) AS is_less
  FROM research.country_goods(:country, :definition, :attribution, :first_day, :last_day) g
  WHERE g.market = :market AND g.measure = 'transactions'
), seller AS (
  SELECT s.vendor, sum(s.part) AS part, coalesce(sum(s.part) FILTER (WHERE s.is_more), 0) AS more,
         coalesce(sum(s.part) FILTER (WHERE s.is_less), 0) AS less
  FROM sold s GROUP BY s.vendor
), unsure AS (
  SELECT s.*, s.more + s.less AS either, d.unrated, d.spread, r.sales * coalesce(k.theirs, 0) AS reached
  FROM seller s
  LEFT JOIN research.window_reach(:first_day, :last_day) r ON r.market = :market
  LEFT JOIN research.sale_doubt(:first_day, :last_day) d ON d.market = :market AND d.vendor = s.vendor
  LEFT JOIN research.goods_known(:country, :definition, :attribution, :first_day, :last_day) k
    ON k.market = :market AND k.measure = 'transactions'
), found AS (  -- the share of the one in both tells how many times the other it is
  SELECT research.mix_here(
           array_agg(s.more ORDER BY s.vendor), array_agg(s.either ORDER BY s.vendor),
           array_agg(s.either ORDER BY s.vendor), array_agg(s.unrated ORDER BY s.vendor),
           array_agg(s.spread ORDER BY s.vendor), NULL, NULL, NULL, 1, max(s.reached)) AS share,
         count(*) FILTER (WHERE s.part > 0) AS vendors, sum(s.part) AS n, sum(s.more) AS more, sum(s.less) AS less
  FROM unsure s
)
SELECT (f.share).share / nullif(1 - (f.share).share, 0) AS value, (f.share).low / nullif(1 - (f.share).low, 0) AS low,
       (f.share).high / nullif(1 - (f.share).high, 0) AS high,
       coalesce(round(f.n), 0)::bigint AS n, f.vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN f.n IS NOT NULL THEN jsonb_build_object(
         'more', round(f.more::numeric), 'less', round(f.less::numeric), 'n', round(f.n::numeric)) END AS details
FROM found f
