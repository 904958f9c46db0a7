-- Listings by their words: one row per listing.
-- :pattern: what a name or title is like.
-- :words: what an identifier or name is.
-- :market: code of a market; empty for all.
-- :first: first day.
-- :last: last day.
-- :country: ISO 3166-1 alpha-2; empty for all.
-- :category: class of drug; empty for all.

SELECT market, listing_id, max(title) AS title, max(vendor) AS vendor, count(*) AS pages, min(captured_at) AS first_at,
  max(captured_at) AS last_at
FROM listing_snapshot
WHERE (title ILIKE :pattern OR listing_id = :words) AND (:market = '' OR market = :market)
  AND captured_at >= CAST(:first AS date) AND captured_at < CAST(:last AS date) + 1
  AND (:country = '' OR :country = ANY (origin_codes)) AND (:category = '' OR drug_class = :category)
GROUP BY 1, 2 ORDER BY 3, 1, 2
