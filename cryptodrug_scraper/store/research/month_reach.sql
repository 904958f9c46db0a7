-- One row per market and UTC month that the window touches and that has a snapshot: the part of its listings that were met
-- (0 to 1; NULL: unknown), and of its sales: by the best snapshot of the month, that of vendors or that of ratings,
-- whichever is less; where no page counts the ratings that it lists, listings of which the own page was read stand for them.

-- What the one snapshot lacks others may show: of the month's ratings, as many are on no page as are missing in it times the
-- part of those known that no second snapshot shows (rating_month; Lincoln 1930, as capture_recapture).
CREATE FUNCTION research.month_reach(first_day date, last_day date) RETURNS TABLE (
  market text, month date, sales double precision, listings double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH looked AS (
    SELECT s.market, date_trunc('month', s.first_at AT TIME ZONE 'UTC')::date AS month,
           max(least(s.vendor_completeness, coalesce(
             s.review_completeness,
             CASE WHEN s.vendor_completeness IS NOT NULL THEN
               least(1, s.listing_page_count::double precision / nullif(greatest(s.listing_seen, s.listing_expected), 0))
             END))) AS sales, max(s.listing_completeness) AS listings
    FROM research.snapshot s
    WHERE s.first_at >= date_trunc('month', $1::timestamp) AT TIME ZONE 'UTC'
      AND s.first_at < (date_trunc('month', $2::timestamp) + interval '1 month') AT TIME ZONE 'UTC'
    GROUP BY 1, 2
  )
  SELECT l.market, l.month, 1 - (1 - l.sales) * coalesce(r.seen_once, 1), l.listings
  FROM looked l LEFT JOIN research.rating_month r USING (market, month)
$$;
