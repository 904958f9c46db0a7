-- One row per look at a market in some days: how many accounts and listings were met there, of how many of them it
-- cannot be told whether they are of the country and the goods, and how many there were at most: the largest upper
-- limit of 95 % of the estimates of the population that have one, and what the market itself says (NULL: not known).
-- :country: the country, ISO 3166-1 alpha-2.
-- :goods: a class of drugs or a substance (is_goods); NULL: anything.
-- :first_day: first day.
-- :last_day: last day.
-- :market: code of the market.

WITH looked AS (
  SELECT s.* FROM research.snapshot s
  WHERE s.market = :market AND s.first_at < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC'
    AND s.last_at >= CAST(:first_day AS timestamp) AT TIME ZONE 'UTC'
), met AS (
  SELECT p.snapshot_id, p.vendor, p.listing_id,
         (coalesce(cardinality(p.origin_codes), 0) = 0 OR :country = ANY (p.origin_codes))
         AND (CAST(:goods AS text) IS NULL OR (p.drug_class IS NULL AND p.substance IS NULL)
              OR research.is_goods(:goods, p.drug_class, p.substance)) AS is_open
  FROM research.listing_presence p JOIN looked l USING (snapshot_id)
  WHERE p.presence = 'seen'
), account AS (
  SELECT m.snapshot_id, m.vendor, bool_or(m.is_open) AS is_open FROM met m WHERE m.vendor IS NOT NULL GROUP BY 1, 2
), most AS (
  SELECT p.snapshot_id, p.of, max(p.high) AS high, array_agg(p.estimator ORDER BY p.estimator) AS estimators
  FROM research.population p JOIN looked l USING (snapshot_id)
  WHERE p.high IS NOT NULL AND p.estimator IN ('jolly_seber', 'uneven', 'chapman', 'schnabel') GROUP BY 1, 2
)
SELECT l.market, l.snapshot_id, l.first_at, l.last_at, l.grade, o.of, o.met, o.untold, o.stated, m.high,
       m.estimators AS kind
FROM looked l
CROSS JOIN LATERAL (
  SELECT 'vendor' AS of, count(*) AS met, count(*) FILTER (WHERE a.is_open) AS untold, NULL::bigint AS stated
  FROM account a WHERE a.snapshot_id = l.snapshot_id
  UNION ALL
  SELECT 'listing', count(DISTINCT t.listing_id), count(DISTINCT t.listing_id) FILTER (WHERE t.is_open),
         l.listing_expected
  FROM met t WHERE t.snapshot_id = l.snapshot_id
) o
LEFT JOIN most m ON m.snapshot_id = l.snapshot_id AND m.of = o.of
ORDER BY l.first_at, l.snapshot_id, o.of
