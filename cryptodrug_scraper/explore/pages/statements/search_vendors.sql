-- Vendors by their words: one row per account, those whose name says them first, with how many pages state it and how
-- many listings are said to be its. A word of one or two letters is found as a whole word, others as a part of one too;
-- neither case, nor accents, nor signs between words matter.
-- :words: what a name, a profile or terms say; empty for all.
-- :market: code of a market; empty for all.
-- :first: first day.
-- :last: last day.
-- :country: ISO 3166-1 alpha-2, of a listing of the account in this time; empty for all.
-- :category: class of drug, of the same listing; empty for all.

SELECT found.market, found.name AS vendor, found.said_in, page.pages,
  (SELECT count(DISTINCT offer.name) FROM searched_text offer
   WHERE offer.text_digest = sha256(convert_to(found.name, 'UTF8')) AND offer.kind = 'listing'
     AND offer.field = 'vendor' AND offer.market = found.market) AS listings,
  page.first_at, page.last_at
FROM (
  SELECT said.market, said.name, min(array_position(ARRAY['name'], said.field)) AS place,
    string_agg(DISTINCT said.field, ', ') AS said_in
  FROM searched_text said
  WHERE said.kind = 'vendor' AND (:market = '' OR said.market = :market)
    AND (:words <> '' OR said.field = 'name') AND (:words = '' OR said.form LIKE search_pattern(:words))
  GROUP BY 1, 2
  ORDER BY place, 2, 1
) found
CROSS JOIN LATERAL (
  SELECT count(*) AS pages, min(s.captured_at) AS first_at, max(s.captured_at) AS last_at
  FROM vendor_snapshot s
  WHERE s.market = found.market AND s.vendor = found.name
    AND s.captured_at >= CAST(:first AS date) AND s.captured_at < CAST(:last AS date) + 1
) page
WHERE page.pages > 0
  AND (:country = '' AND :category = '' OR EXISTS (
    SELECT FROM (
      SELECT offer.market, offer.name FROM searched_text offer
      WHERE offer.text_digest = sha256(convert_to(found.name, 'UTF8')) AND offer.kind = 'listing'
        AND offer.field = 'vendor' AND offer.market = found.market
        AND (:country = '' OR EXISTS (
          SELECT FROM searched_text place
          WHERE place.text_digest = sha256(convert_to(:country, 'UTF8')) AND place.kind = 'listing'
            AND place.field = 'country' AND place.market = offer.market AND place.name = offer.name))
      OFFSET 0
    ) offer
    CROSS JOIN LATERAL (
      SELECT FROM listing_snapshot s
      WHERE s.market = offer.market AND s.listing_id = offer.name AND s.vendor = found.name
        AND s.captured_at >= CAST(:first AS date) AND s.captured_at < CAST(:last AS date) + 1
        AND (:country = '' OR :country = ANY (s.origin_codes)) AND (:category = '' OR s.drug_class = :category)
      LIMIT 1
    ) stated))
ORDER BY found.place, 2, 1
