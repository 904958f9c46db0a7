-- Shares: from which countries did most vendors sell on each market, of all vendors and of those who name a country?
--
-- A vendor counts for every country that it names, so the shares add up to more than 100 %. The two denominators
-- differ by those who name only a region, or nothing: say which one you use. It asks for each country in turn: with a
-- year of sales it takes some seconds.
--
-- :first_day: the first day (day, 2019-03-01)
-- :last_day: the last day (day, 2019-03-31)
-- chart: bars of pct_of_all from pct_of_all_low to pct_of_all_high over code, one for each market
WITH named AS (
    SELECT DISTINCT code FROM listing_month CROSS JOIN LATERAL unnest(countries(ever_codes)) AS code
    WHERE month BETWEEN date_trunc('month', :first_day) AND :last_day
), origin AS (
    SELECT market, count(DISTINCT vendor) AS vendors
    FROM listing_month
    WHERE month BETWEEN date_trunc('month', :first_day) AND :last_day AND countries(ever_codes) IS NOT NULL
    GROUP BY market
)
SELECT share.market, named.code, share.value AS vendors, share.total AS of_all,
    round((100 * share.share)::numeric, 1) AS pct_of_all,
    round((100 * share.share_low)::numeric, 1) AS pct_of_all_low,
    round((100 * share.share_high)::numeric, 1) AS pct_of_all_high, origin.vendors AS with_country,
    round((100 * part.share)::numeric, 1) AS pct_of_those_with_country,
    round((100 * part.low)::numeric, 1) AS pct_of_those_low, round((100 * part.high)::numeric, 1) AS pct_of_those_high
FROM named
CROSS JOIN country_window(named.code, 'D2', 'A1', :first_day, :last_day) AS share
JOIN origin USING (market)
CROSS JOIN LATERAL wilson(share.value, origin.vendors) AS part
WHERE share.measure = 'vendors' AND share.value > 0
ORDER BY share.market, vendors DESC, named.code;
