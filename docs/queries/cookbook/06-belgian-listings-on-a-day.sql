-- Listings: how many listings were sent from Belgium on 1 March 2019?
--
-- Origins are sets: a listing from Belgium and the Netherlands counts for both. "between" listings were seen before
-- the day and after it. Those gone by the next snapshot are left out, though some still stood on that day: on a market
-- with quick turnover this is a lower bound.
SELECT
    market,
    presence,
    before_snapshot_id,
    after_snapshot_id,
    count(*) FILTER (WHERE 'BE' = ANY (origin_codes)) AS from_belgium,
    count(*) AS listings
FROM listings_on('2019-03-01')
GROUP BY market, presence, before_snapshot_id, after_snapshot_id
ORDER BY market, presence;
