-- Where accounts send from: one row per account and spell of one set of origins, with the move by which it began.
-- :markets: codes of the markets of the accounts.
-- :vendors: their names, in the same order.

SELECT s.market, s.vendor, s.origin_codes, s.from_earliest, s.from_latest, s.to_earliest, s.to_latest,
  m.evidence AS moved_by, m.listing_count AS listings_moved
FROM origin_history s
JOIN unnest(CAST(:markets AS text[]), CAST(:vendors AS text[])) a (market, vendor) USING (market, vendor)
LEFT JOIN LATERAL (
  SELECT max(move.evidence) AS evidence, max(move.listing_count) AS listing_count FROM origin_move move
  WHERE move.market = s.market AND move.vendor = s.vendor AND move.moved_to = s.from_latest
) m ON true
ORDER BY s.market, s.vendor, s.from_latest
