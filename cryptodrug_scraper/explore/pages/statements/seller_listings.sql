-- Listings of accounts, in the order of their identifiers: one row each, with the first and the last page that says so,
-- the snapshots that saw it, those between that missed it, and its asked prices in euro.
-- :markets: codes of the markets of the accounts.
-- :vendors: their names, in the same order.
-- :listings: how many listings, those of the first account before others.

SELECT offer.market, offer.vendor, offer.listing_id, page.title, page.first_at, page.last_at, looked.seen_in,
  looked.missed_by, asked.lowest_eur, asked.last_eur, asked.prices
FROM (
  SELECT said.market, a.vendor, said.name AS listing_id
  FROM unnest(CAST(:markets AS text[]), CAST(:vendors AS text[])) a (market, vendor)
  JOIN searched_text said ON said.text_digest = sha256(convert_to(a.vendor, 'UTF8')) AND said.kind = 'listing'
    AND said.field = 'vendor' AND said.market = a.market
  ORDER BY a.vendor <> (CAST(:vendors AS text[]))[1] OR a.market <> (CAST(:markets AS text[]))[1], 1, 2, 3
  LIMIT :listings
) offer
CROSS JOIN LATERAL (
  SELECT max(s.title) AS title, min(s.captured_at) AS first_at, max(s.captured_at) AS last_at
  FROM listing_snapshot s
  WHERE s.market = offer.market AND s.listing_id = offer.listing_id AND s.vendor = offer.vendor
) page
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE p.presence = 'seen') AS seen_in,
    count(*) FILTER (WHERE p.presence <> 'seen') AS missed_by
  FROM listing_presence p WHERE p.market = offer.market AND p.listing_id = offer.listing_id
) looked
CROSS JOIN LATERAL (
  SELECT min(p.price_eur) AS lowest_eur, (array_agg(p.price_eur ORDER BY p.last_at DESC))[1] AS last_eur,
    count(*) AS prices
  FROM listing_price p WHERE p.market = offer.market AND p.listing_id = offer.listing_id
) asked
ORDER BY offer.vendor <> (CAST(:vendors AS text[]))[1] OR offer.market <> (CAST(:markets AS text[]))[1], 1, 2, 3
