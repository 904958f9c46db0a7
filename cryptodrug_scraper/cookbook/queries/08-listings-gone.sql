-- Listings: of the listings seen at each snapshot, how many were gone for good, and how many were only hidden at the
-- next?
--
-- hidden listings are those that a later snapshot shows again, with those that the crawl missed: naive comparison of
-- two crawls takes them for deleted. What stands at the last snapshot but one has had only one chance to come back, so
-- its "gone" is too high.
--
-- chart: line of gone over day, one for each market
SELECT
    listing.market,
    look.first_at::date AS day,
    look.grade,
    count(*) AS seen,
    count(*) FILTER (WHERE listing.next_snapshot_id IS NULL) AS gone,
    count(*) FILTER (WHERE listing.next_snapshot_id <> look.next_id) AS hidden
FROM listing_presence listing
JOIN (
    SELECT market, snapshot_id, first_at, grade,
        lead(snapshot_id) OVER (PARTITION BY market ORDER BY first_at) AS next_id
    FROM snapshot
) AS look USING (market, snapshot_id)
WHERE listing.presence = 'seen' AND look.next_id IS NOT NULL
GROUP BY listing.market, look.first_at, look.grade
ORDER BY listing.market, look.first_at;
