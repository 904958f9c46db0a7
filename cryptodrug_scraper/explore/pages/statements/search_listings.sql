-- Listings by their words: one row per listing, those whose title says them first. A word of one or two letters is
-- found as a whole word, others as a part of one, too; neither case, nor accents, nor signs between words matter.
-- :words: what a title, a description or other words of a listing say, or its identifier; empty for all.
-- :market: code of a market; empty for all.
-- :first: first day.
-- :last: last day.
-- :country: ISO 3166-1 alpha-2; empty for all.
-- :category: class of drug; empty for all.

SELECT found.market, found.name AS listing_id, page.title, page.vendor, found.said_in, page.drug_classes,
  place.origin_codes, page.pages, page.first_at, page.last_at
FROM (
  SELECT said.market, said.name, min(array_position(ARRAY['id', 'title'], said.field)) AS place,
    min(said.form) FILTER (WHERE said.field = 'title') AS form, string_agg(DISTINCT said.field, ', ') AS said_in
  FROM searched_text said
  WHERE said.kind = 'listing' AND (:market = '' OR said.market = :market)
    AND said.field = ANY (CASE WHEN :words = '' THEN ARRAY['id']
                               ELSE ARRAY['id', 'title', 'description', 'terms', 'refund_policy'] END)
    AND (:words = '' OR said.form LIKE search_pattern(:words))
    AND (:country = '' OR EXISTS (
      SELECT FROM searched_text place
      WHERE place.text_digest = sha256(convert_to(:country, 'UTF8')) AND place.kind = 'listing'
        AND place.field = 'country' AND place.market = said.market AND place.name = said.name))
    AND (:category = '' OR EXISTS (
      SELECT FROM searched_text class
      WHERE class.text_digest = sha256(convert_to(:category, 'UTF8')) AND class.kind = 'listing'
        AND class.field = 'drug_class' AND class.market = said.market AND class.name = said.name))
  GROUP BY 1, 2
  ORDER BY place, form, 1, 2
) found
CROSS JOIN LATERAL (
  SELECT max(s.title) AS title, max(s.vendor) AS vendor, count(*) AS pages, min(s.captured_at) AS first_at,
    max(s.captured_at) AS last_at,
    array_agg(DISTINCT s.drug_class) FILTER (WHERE s.drug_class IS NOT NULL) AS drug_classes
  FROM listing_snapshot s
  WHERE s.market = found.market AND s.listing_id = found.name
    AND s.captured_at >= CAST(:first AS date) AND s.captured_at < CAST(:last AS date) + 1
    AND (:country = '' OR :country = ANY (s.origin_codes)) AND (:category = '' OR s.drug_class = :category)
) page
LEFT JOIN LATERAL (
  SELECT array_agg(DISTINCT code) AS origin_codes
  FROM listing_snapshot s CROSS JOIN LATERAL unnest(s.origin_codes) AS code
  WHERE s.market = found.market AND s.listing_id = found.name
    AND s.captured_at >= CAST(:first AS date) AND s.captured_at < CAST(:last AS date) + 1
    AND (:category = '' OR s.drug_class = :category)
    AND (:country = '' OR :country = ANY (s.origin_codes))
) place ON page.pages > 0
WHERE page.pages > 0
ORDER BY found.place, found.form, 1, 2
