-- Shares: from which countries did most vendors sell on each market in March 2019, of all vendors and of those who
-- name a country?
--
-- A vendor counts for every country that it names, so the shares add up to more than 100 %. The two denominators
-- differ by those who name only a region, or nothing: say which one you use.
WITH vendor AS (
    SELECT market, vendor, countries(array_agg(DISTINCT code)) AS codes
    FROM listing_month
    LEFT JOIN LATERAL unnest(ever_codes) AS code ON true
    WHERE month = '2019-03-01'
    GROUP BY market, vendor
), total AS (
    SELECT market, count(*) AS vendors, count(codes) AS with_country FROM vendor GROUP BY market
)
SELECT market, code, count(*) AS vendors, round(100.0 * count(*) / total.vendors, 1) AS pct_of_all,
    round(100.0 * count(*) / total.with_country, 1) AS pct_of_those_with_country
FROM vendor
CROSS JOIN unnest(codes) AS code
JOIN total USING (market)
GROUP BY market, code, total.vendors, total.with_country
ORDER BY market, vendors DESC, code;
