-- Accounts that send so far, or rule a place out: one row per market and reach.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT r.market, k.reach, count(*) FILTER (WHERE k.is_so) AS vendor_count
FROM research.country_reach(:country, :definition, :first_day, :last_day) r
CROSS JOIN LATERAL (
    VALUES ('all', true), ('stated', r.is_stated), ('world', r.is_world),
        ('eu_or_world', r.is_world OR r.is_europe), ('not_US', 'US' = ANY (r.excluded)),
        ('not_AU', 'AU' = ANY (r.excluded)), ('not_GB', 'GB' = ANY (r.excluded)),
        ('not_CA', 'CA' = ANY (r.excluded)), ('not_NZ', 'NZ' = ANY (r.excluded)),
        ('not_NL', 'NL' = ANY (r.excluded))) AS k(reach, is_so)
GROUP BY 1, 2
