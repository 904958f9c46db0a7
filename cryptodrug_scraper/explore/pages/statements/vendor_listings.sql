-- Listings of an account: one row each, with the first and the last page that says so.
-- :market: code of the market.
-- :name: the account's.

SELECT offer.market, offer.name AS listing_id, page.title, page.first_at, page.last_at
FROM searched_text offer
CROSS JOIN LATERAL (
  SELECT max(s.title) AS title, min(s.captured_at) AS first_at, max(s.captured_at) AS last_at, count(*) AS pages
  FROM listing_snapshot s
  WHERE s.market = offer.market AND s.listing_id = offer.name AND s.vendor = :name
) page
WHERE offer.text_digest = sha256(convert_to(:name, 'UTF8')) AND offer.kind = 'listing' AND offer.field = 'vendor'
  AND offer.market = :market AND page.pages > 0
ORDER BY 4, 2
