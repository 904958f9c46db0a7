-- What each snapshot of their markets saw of accounts: one row per account and snapshot. Where an account was not seen,
-- presence is between (it was seen before and after) or not seen.
-- :markets: codes of the markets of the accounts.
-- :vendors: their names, in the same order.

SELECT looked.market, a.vendor, looked.snapshot_id, looked.first_at AS snapshot_first_at, looked.grade,
  coalesce(p.presence, 'not seen') AS presence, p.listing_count, p.origin_codes, looked.listing_completeness,
  looked.review_completeness
FROM snapshot looked
JOIN unnest(CAST(:markets AS text[]), CAST(:vendors AS text[])) a (market, vendor) ON a.market = looked.market
LEFT JOIN vendor_presence p
  ON p.market = a.market AND p.vendor = a.vendor AND p.snapshot_id = looked.snapshot_id
ORDER BY looked.market, a.vendor, looked.first_at
