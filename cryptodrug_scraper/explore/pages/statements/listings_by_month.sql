-- Listings by month: one row per listing and month.
-- :market: code of a market; empty for all.
-- :country: ISO 3166-1 alpha-2; empty for all.
-- :category: class of drug; empty for all.
-- :first: first day.
-- :last: last day.

SELECT market, month, listing_id, vendor, ever_codes, last_codes, is_last, drug_class, product_class FROM listing_month
WHERE (:market = '' OR market = :market) AND (:country = '' OR :country = ANY (ever_codes))
  AND (:category = '' OR drug_class = :category)
  AND month BETWEEN CAST(:first AS date) AND CAST(:last AS date)
ORDER BY market, month, vendor, listing_id
