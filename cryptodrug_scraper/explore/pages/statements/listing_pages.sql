-- What pages say of a listing, in the order of time: one row per page.
-- :market: code of the market.
-- :name: the market's own identifier of the listing.

SELECT captured_at, seen_on, listing_observation_id, capture_id, market, title, vendor, category_path, price_amount,
  price_currency, ships_from_raw, ships_to_raw, origin_codes, destination_codes, payment, stock_count, sold_count,
  is_on_vacation, left(md5(description), 8) AS description_digest
FROM listing_snapshot WHERE market = :market AND listing_id = :name ORDER BY captured_at
