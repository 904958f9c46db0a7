-- Accounts of several countries, of which one is the country: one row per market and set of countries.
-- :country: the country, ISO 3166-1 alpha-2.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT market, array_to_string(origin_codes, ' + ') AS origins, count(*) AS vendor_count,
       count(*) FILTER (WHERE is_simultaneous) AS simultaneous,
       count(*) FILTER (WHERE NOT is_simultaneous) AS sequential,
       sum(count(*)) OVER (PARTITION BY market)::bigint AS total,
       (research.wilson(count(*), sum(count(*)) OVER (PARTITION BY market)::float8)).*,
       research.window_grade(market, :first_day, :last_day) AS grade
FROM research.multi_origin(:country, :first_day, :last_day)
GROUP BY market, origin_codes ORDER BY market, vendor_count DESC, origins
