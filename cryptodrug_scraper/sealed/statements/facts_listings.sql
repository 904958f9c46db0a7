-- The statements of listings that rows rest on: of accounts that bear the figure one of each listing in the window, one that
-- names the country where there is any; of every other account one.
-- :country: the country, ISO 3166-1 alpha-2; NULL: of no country.
-- :first_day: first day of the window; the months that it touches count as a whole.
-- :last_day: its last day.
-- :market: code of the market.
-- :bearing: accounts that bear the figure.
-- :others: accounts that do not.

SELECT f.market, f.vendor, f.listing_id, f.origin_codes, f.origin_source, f.drug_class, f.substance, f.product_class,
       f.stated_at, f.snapshot_id, f.listing_observation_id, f.bears
FROM (
  SELECT p.*, p.vendor = ANY (CAST(:bearing AS text[])) AS bears, row_number() OVER (
           PARTITION BY p.vendor, CASE WHEN p.vendor = ANY (CAST(:bearing AS text[])) THEN p.listing_id END
           ORDER BY coalesce(:country = ANY (p.origin_codes), false) DESC, p.snapshot_first_at DESC, p.listing_id
         ) AS place
  FROM research.listing_presence p
  WHERE p.market = :market AND p.listing_observation_id IS NOT NULL
    AND p.vendor = ANY (CAST(:bearing AS text[]) || CAST(:others AS text[]))
    AND p.snapshot_first_at >= date_trunc('month', CAST(:first_day AS timestamp)) AT TIME ZONE 'UTC'
    AND p.snapshot_first_at < (date_trunc('month', CAST(:last_day AS timestamp)) + interval '1 month') AT TIME ZONE 'UTC'
) f
WHERE f.place = 1 ORDER BY f.vendor, f.listing_id
