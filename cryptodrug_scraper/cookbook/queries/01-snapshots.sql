-- Snapshots: which looks at each market are there, and how far can each be trusted?
--
-- A snapshot is graded by the least complete of its listings, vendors and reviews: what was seen over what the
-- market's own totals promise. Read the grade before any other number; a figure from a partial snapshot is a lower
-- bound, and a dip that coincides with one is no dip.
--
-- chart: line of listings_pct over day, one for each market
SELECT
    market,
    first_at::date AS day,
    capture_count AS pages,
    listing_seen AS listings,
    round((100 * listing_completeness)::numeric) AS listings_pct,
    round((100 * vendor_completeness)::numeric) AS vendors_pct,
    round((100 * review_completeness)::numeric) AS reviews_pct,
    grade
FROM snapshot
ORDER BY market, first_at;
