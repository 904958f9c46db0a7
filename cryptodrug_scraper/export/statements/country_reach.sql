-- Accounts that send so far, or rule a place out: one row per market and reach.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :places: codes of the places that claims of the study name as ruled out.

SELECT r.market, k.reach, count(*) FILTER (WHERE k.is_so) AS vendor_count
FROM research.country_reach(:country, :definition, :first_day, :last_day) r
CROSS JOIN LATERAL (
    SELECT v.reach, v.is_so FROM (
        VALUES ('all', true), ('stated', r.is_stated), ('world', r.is_world),
            ('eu_or_world', r.is_world OR r.is_europe)) AS v(reach, is_so)
    UNION ALL SELECT 'not_' || p.place, p.place = ANY (r.excluded) FROM unnest(CAST(:places AS text[])) AS p(place)
) AS k(reach, is_so)
GROUP BY 1, 2
