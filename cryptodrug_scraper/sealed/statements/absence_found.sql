-- Statements of listings that name the country and the goods, on pages of these days and in looks that overlap with
-- them: where there is none, nobody was seen.
-- :country: the country, ISO 3166-1 alpha-2.
-- :goods: a class of drugs or a substance (is_goods); NULL: anything.
-- :first_day: first day.
-- :last_day: last day.
-- :market: code of the market.

SELECT o.market, o.vendor, o.listing_id, o.listing_observation_id
FROM research.listing_snapshot o
WHERE o.market = :market AND :country = ANY (o.origin_codes)
  AND (CAST(:goods AS text) IS NULL OR research.is_goods(:goods, o.drug_class, o.substance))
  AND o.captured_at >= CAST(:first_day AS timestamp) AT TIME ZONE 'UTC'
  AND o.captured_at < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC'
UNION
SELECT p.market, p.vendor, p.listing_id, p.listing_observation_id
FROM research.listing_presence p
WHERE p.market = :market AND :country = ANY (p.origin_codes)
  AND (CAST(:goods AS text) IS NULL OR research.is_goods(:goods, p.drug_class, p.substance))
  AND p.snapshot_first_at < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC'
  AND p.snapshot_last_at >= CAST(:first_day AS timestamp) AT TIME ZONE 'UTC'
ORDER BY 2, 3, 4
