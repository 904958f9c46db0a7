-- Listings: how many listings were sent from a country on a day?
--
-- Origins are sets: a listing from two countries counts for both. "between" listings were seen before
-- the day and after it. Those gone by the next snapshot are left out, though some still stood on that day: on a market
-- with quick turnover this is a lower bound.
--
-- :country: the country (country, BE)
-- :day: the day (day, 2019-03-01)
-- chart: bars of of_country over market, one for each presence
SELECT
    market,
    presence,
    before_snapshot_id,
    after_snapshot_id,
    count(*) FILTER (WHERE :country = ANY (origin_codes)) AS of_country,
    count(*) AS listings
FROM listings_on(:day)
GROUP BY market, presence, before_snapshot_id, after_snapshot_id
ORDER BY market, presence;
