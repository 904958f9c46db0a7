-- Asked prices of the listings of accounts: one row per listing and price, of as many listings as are wanted.
-- :markets: codes of the markets of the accounts.
-- :vendors: their names, in the same order.
-- :listings: of how many listings, those of the first account before others.

SELECT offer.market, offer.vendor, offer.listing_id, p.first_at, p.last_at, p.price, p.currency, p.price_eur,
  p.price_flag
FROM (
  SELECT said.market, a.vendor, said.name AS listing_id
  FROM unnest(CAST(:markets AS text[]), CAST(:vendors AS text[])) a (market, vendor)
  JOIN searched_text said ON said.text_digest = sha256(convert_to(a.vendor, 'UTF8')) AND said.kind = 'listing'
    AND said.field = 'vendor' AND said.market = a.market
  ORDER BY a.vendor <> (CAST(:vendors AS text[]))[1] OR a.market <> (CAST(:markets AS text[]))[1], 1, 2, 3
  LIMIT :listings
) offer
JOIN listing_price p ON p.market = offer.market AND p.listing_id = offer.listing_id
ORDER BY 1, 2, 3, 4
