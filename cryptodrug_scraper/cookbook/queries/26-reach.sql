-- Destinations: how many vendors of a country send at home only, to the EU, or all over the world?
--
-- By vendor, over the window, and by what any of its listings states. Willingness to ship is what a page says, and
-- nothing about where parcels went. Vendors that state no destination are neither: keep them out of the denominator,
-- and say so.
--
-- :country: the country (country, BE)
-- :definition: which vendors and listings are the country's (definition, D2)
-- :first_day: the first day (day, 2018-11-01)
-- :last_day: the last day (day, 2019-11-30)
SELECT market, count(*) AS vendors, count(*) FILTER (WHERE is_stated) AS state_a_destination,
    count(*) FILTER (WHERE is_world) AS world,
    count(*) FILTER (WHERE is_europe AND NOT is_world) AS eu_only,
    count(*) FILTER (WHERE is_stated AND NOT is_europe AND NOT is_world) AS nearer,
    count(*) FILTER (WHERE excluded IS NOT NULL) AS rule_places_out
FROM country_reach(:country, :definition, :first_day, :last_day)
GROUP BY market
ORDER BY market;
