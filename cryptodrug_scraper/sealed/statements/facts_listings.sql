-- The statements of listings that rows rest on, of pages of the window: of accounts that bear the figure one of each
-- listing, which names the country where any does; of every other account one. derived_codes: the origins that
-- derivations have of the listing in these days, of all its pages.
-- :country: the country, ISO 3166-1 alpha-2; NULL: of no country.
-- :first_day: first day of the window; the months that it touches count as a whole.
-- :last_day: its last day.
-- :market: code of the market.
-- :bearing: accounts that bear the figure.
-- :others: accounts that do not.

WITH listed AS (
  SELECT p.vendor, p.listing_id, p.vendor = ANY (CAST(:bearing AS text[])) AS bears,
         array_agg(DISTINCT c.code ORDER BY c.code) FILTER (WHERE c.code IS NOT NULL) AS derived_codes
  FROM research.listing_presence p LEFT JOIN LATERAL unnest(p.origin_codes) AS c(code) ON true
  WHERE p.market = :market AND p.vendor = ANY (CAST(:bearing AS text[]) || CAST(:others AS text[]))
    AND p.snapshot_first_at >= date_trunc('month', CAST(:first_day AS timestamp)) AT TIME ZONE 'UTC'
    AND p.snapshot_first_at
        < (date_trunc('month', CAST(:last_day AS timestamp)) + interval '1 month') AT TIME ZONE 'UTC'
  GROUP BY 1, 2, 3
), stated AS (
  SELECT l.vendor, l.listing_id, l.bears, l.derived_codes, o.origin_codes, o.drug_class, o.substance, o.product_class,
         o.seen_on, o.captured_at, o.listing_observation_id, row_number() OVER (
           PARTITION BY l.vendor, CASE WHEN l.bears THEN l.listing_id END
           ORDER BY coalesce(:country = ANY (o.origin_codes), false) DESC, o.origin_codes IS NULL,
                    o.seen_on = 'page' DESC, o.captured_at DESC, l.listing_id, o.listing_observation_id
         ) AS place
  FROM listed l JOIN research.listing_snapshot o ON o.market = :market AND o.listing_id = l.listing_id
  WHERE o.captured_at >= date_trunc('month', CAST(:first_day AS timestamp)) AT TIME ZONE 'UTC'
    AND o.captured_at < (date_trunc('month', CAST(:last_day AS timestamp)) + interval '1 month') AT TIME ZONE 'UTC'
)
SELECT CAST(:market AS text) AS market, s.vendor, s.listing_id, s.origin_codes, s.derived_codes, s.drug_class,
       s.substance, s.product_class, s.seen_on, s.captured_at, s.listing_observation_id, s.bears
FROM stated s WHERE s.place = 1 ORDER BY s.vendor, s.listing_id
