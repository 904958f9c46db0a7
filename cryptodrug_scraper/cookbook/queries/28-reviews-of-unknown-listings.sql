-- Reviews: for how many ratings is it known which listing was bought?
--
-- On Dream a vendor's ratings name no listing; they are matched with those on listings' pages. What stays unknown
-- still counts as a sale, and is shared among its vendor's origins then. A table of sales by drug that leaves them out
-- is too low, and not evenly.
--
-- chart: bars of ratings over listing_source, one for each market
SELECT market, listing_source, count(*) AS ratings, count(listing_id) AS with_one_listing,
    count(listing_ids) AS with_several_candidates, count(*) FILTER (WHERE state = 'edited') AS edited
FROM distinct_review
GROUP BY market, listing_source
ORDER BY market, listing_source;
