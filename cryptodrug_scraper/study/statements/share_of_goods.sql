-- The share of goods among all listings of drugs on the market in the window. Of goods that are known to be drugs.
-- n: listings.
-- :country: any country; what is listed does not depend on it.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :goods: classes of drugs and substances (is_goods).

WITH listed AS (
  SELECT g.vendor, sum(g.whole) AS whole,
         coalesce(sum(g.whole) FILTER (
           WHERE EXISTS (SELECT FROM unnest(CAST(:goods AS text[])) AS o(goods)
                         WHERE research.is_goods(o.goods, g.drug_class, g.substance))), 0) AS part
  FROM research.country_goods(:country, 'D2', 'A1', :first_day, :last_day) g
  WHERE g.market = :market AND g.measure = 'listings' GROUP BY g.vendor
), found AS (
  SELECT research.share_here(
           array_agg(l.part ORDER BY l.vendor), array_agg(l.whole ORDER BY l.vendor), NULL, NULL,
           max(r.listings)) AS share,
         sum(l.part) AS part, sum(l.whole) AS n, count(*) AS vendors
  FROM listed l LEFT JOIN research.window_reach(:first_day, :last_day) r ON r.market = :market
)
SELECT (f.share).share AS value, (f.share).low, (f.share).high, coalesce(f.n, 0)::bigint AS n, f.vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN f.n > 0 THEN jsonb_build_object('count', f.part, 'n', f.n) END AS details
FROM found f
