-- Vendors by their words: one row per account, with how many of its own pages and of cards show it.
-- :pattern: what a name or title is like.
-- :words: what an identifier or name is.
-- :market: code of a market; empty for all.
-- :first: first day.
-- :last: last day.
-- :country: ISO 3166-1 alpha-2; empty for all.
-- :category: class of drug; empty for all.

SELECT market, vendor, sum(pages) AS pages, sum(cards) AS cards, min(first_at) AS first_at, max(last_at) AS last_at
FROM (
  SELECT market, vendor, count(*) AS pages, 0 AS cards, min(captured_at) AS first_at, max(captured_at) AS last_at
  FROM vendor_snapshot
  WHERE vendor ILIKE :pattern AND (:market = '' OR market = :market) AND :country = '' AND :category = ''
    AND captured_at >= CAST(:first AS date) AND captured_at < CAST(:last AS date) + 1
  GROUP BY 1, 2
  UNION ALL
  SELECT market, vendor, 0, count(*), min(captured_at), max(captured_at)
  FROM listing_snapshot
  WHERE vendor ILIKE :pattern AND (:market = '' OR market = :market)
    AND captured_at >= CAST(:first AS date) AND captured_at < CAST(:last AS date) + 1
    AND (:country = '' OR :country = ANY (origin_codes)) AND (:category = '' OR drug_class = :category)
  GROUP BY 1, 2
) said
GROUP BY 1, 2 ORDER BY lower(vendor) = lower(:words) DESC, 2, 1
