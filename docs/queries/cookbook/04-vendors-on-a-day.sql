-- Vendors: how many vendors were live on 1 March 2019, and how many of them sold from Belgium?
--
-- A vendor is an account with a live listing; markets keep the pages of those who left, so counting pages of vendors
-- counts too many. The day lies between two snapshots: presence "between" means there at both. Fewer than five vendors
-- are not for publication.
SELECT
    market,
    count(*) AS vendors,
    count(*) FILTER (WHERE 'BE' = ANY (origin_codes)) AS belgian,
    count(*) FILTER (WHERE origin_codes IS NULL) AS origin_unknown,
    string_agg(DISTINCT presence, ', ') AS presence
FROM vendors_on('2019-03-01')
GROUP BY market
ORDER BY market;
