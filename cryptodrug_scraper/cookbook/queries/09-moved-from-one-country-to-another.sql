-- Origins and moves: which vendors moved from one country to another, and when at the latest?
--
-- A move happened after moved_from, the last snapshot with the old country, and by moved_to, the first with the new
-- one. It is what pages state, and not where a person lives: a vendor who restates its listings has "moved". Few of
-- these are to be expected: print the list, not a rate.
--
-- :from_country: the country that they left (country, NL)
-- :country: the country that they came to (country, BE)
SELECT market, vendor, moved_from::date AS not_before, moved_to::date AS at_the_latest,
    listing_count AS listings, evidence
FROM origin_move
WHERE :from_country = ANY (from_codes) AND :country = ANY (to_codes)
ORDER BY market, vendor, moved_to;
