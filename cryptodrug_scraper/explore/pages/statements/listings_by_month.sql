-- Listings by month: one row per listing and month.
-- :market: code of a market; empty for all.
-- :country: ISO 3166-1 alpha-2; empty for all.
-- :definition: of the country's listings: D1 at the month's last snapshot, D2 and D3 at any, D4 only from there.
-- :category: class of drug; empty for all.
-- :first: first day; months are taken as a whole.
-- :last: last day.
-- :month: first day of one of these months; empty for all.

SELECT * FROM (
  SELECT market, month, listing_id, vendor, ever_codes, last_codes, is_last, drug_class, product_class
  FROM listing_month
  WHERE (:market = '' OR market = :market) AND (:category = '' OR drug_class = :category)
    AND (:country = '' OR (:country = ANY (CASE WHEN :definition = 'D1' THEN last_codes ELSE ever_codes END)
                           AND (:definition <> 'D1' OR is_last)
                           AND (:definition <> 'D4' OR cardinality(ever_codes) = 1)))
    AND month BETWEEN CAST(date_trunc('month', CAST(:first AS date)) AS date) AND CAST(:last AS date)
    AND (:month = '' OR month = CAST(nullif(:month, '') AS date))
  OFFSET 0  -- so that the first rows are kept while others are read, and not all sorted
) those
ORDER BY market, month, vendor, listing_id
