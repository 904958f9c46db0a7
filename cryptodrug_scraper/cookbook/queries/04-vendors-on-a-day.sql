-- Vendors: how many vendors were live on a day, and how many of them sold from a country?
--
-- A vendor is an account with a live listing; markets keep the pages of those who left, so counting pages of vendors
-- counts too many. Where the day lies between two snapshots, presence "between" means there at both. Fewer than five
-- vendors are not for publication.
--
-- :country: the country (country, BE)
-- :day: the day (day, 2019-03-01)
-- chart: bars of of_country over market
SELECT
    market,
    count(*) AS vendors,
    count(*) FILTER (WHERE :country = ANY (origin_codes)) AS of_country,
    count(*) FILTER (WHERE origin_codes IS NULL) AS origin_unknown,
    string_agg(DISTINCT presence, ', ') AS presence
FROM vendors_on(:day)
GROUP BY market
ORDER BY market;
