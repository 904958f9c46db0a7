-- Listings: one row per market, month and class of drug.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT market, month, coalesce(drug_class, 'unknown') AS drug_class, count(DISTINCT listing_id) AS listings,
       count(DISTINCT vendor) AS vendor_count
FROM research.listing_month
WHERE research.in_window(month, month + interval '1 month' - interval '1 day', :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
GROUP BY 1, 2, 3
