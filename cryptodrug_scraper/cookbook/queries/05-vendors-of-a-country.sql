-- Vendors: which accounts ever sold from a country, between when and when at the least, and from where else?
--
-- This is definition D2 (ever). first_seen and last_seen are snapshots: an account may have begun up to one interval
-- earlier, and stopped up to one later. Names are personal data, and one person may have several accounts.
--
-- :country: the country (country, BE)
SELECT
    market,
    vendor,
    (min(from_latest) FILTER (WHERE :country = ANY (origin_codes)))::date AS first_seen,
    (max(to_earliest) FILTER (WHERE :country = ANY (origin_codes)))::date AS last_seen,
    (SELECT array_agg(DISTINCT code ORDER BY code)
     FROM origin_history other CROSS JOIN unnest(countries(other.origin_codes)) AS code
     WHERE other.market = spell.market AND other.vendor = spell.vendor AND code <> :country) AS elsewhere
FROM origin_history spell
GROUP BY market, vendor
HAVING bool_or(:country = ANY (origin_codes))
ORDER BY market, vendor;
