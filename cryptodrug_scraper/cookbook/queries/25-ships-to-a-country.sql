-- Destinations: how many listings were sent to a country on a day: yes, no, or not stated?
--
-- Three answers, not two: a listing that names no destination is unstated, neither "no" nor "home only". Regions hold
-- the countries that they held on that day (the United Kingdom was in the EU), and an exclusion wins over a region.
--
-- :destination: the country that parcels go to (country, NL)
-- :day: the day (day, 2019-03-01)
-- chart: bars of listings over ships, why, one for each market
SELECT market, ships, coalesce(why, '') AS why, count(*) AS listings, count(DISTINCT vendor) AS vendors,
    count(*) FILTER (WHERE is_excluded) AS ruled_out
FROM destination(:destination, :day)
GROUP BY market, ships, coalesce(why, '')
ORDER BY market, ships, why;
