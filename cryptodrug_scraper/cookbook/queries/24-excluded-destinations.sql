-- Destinations: which destinations do listings from a country rule out, and do they say so in the field or in the text?
--
-- What is ruled out is no destination, and above all no origin: a parser that takes every country in "worldwide, not
-- Netherlands" for a destination gets it backwards. Many exclusions stand only in the free text. Vendors repeat
-- themselves in all their listings: count vendors.
--
-- :country: the country (country, BE)
-- chart: bars of vendors over code, one for each market, why
SELECT ruled.market, ruled.code, ruled.why, count(DISTINCT ruled.listing_id) AS listings,
    count(DISTINCT ruled.vendor) AS vendors
FROM destination_spell ruled
WHERE NOT ruled.is_included
  AND EXISTS (
      SELECT FROM listing_month listed
      WHERE listed.market = ruled.market
        AND listed.listing_id = ruled.listing_id
        AND :country = ANY (listed.ever_codes))
GROUP BY ruled.market, ruled.code, ruled.why
ORDER BY ruled.market, listings DESC, ruled.code, ruled.why;
