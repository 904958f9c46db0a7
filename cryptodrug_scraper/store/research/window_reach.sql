-- One row per market: the part of its listings that were met (0 to 1; NULL: unknown), and of its sales: that of vendors or
-- that of ratings, whichever is less; of the best snapshot of each UTC month that the window touches, on average.

CREATE FUNCTION research.window_reach(first_day date, last_day date) RETURNS TABLE (
  market text, sales double precision, listings double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT m.market, avg(m.sales), avg(m.listings)
  FROM (
    SELECT s.market, max(least(s.vendor_completeness, s.review_completeness)) AS sales, max(s.listing_completeness) AS listings
    FROM research.snapshot s
    WHERE date_trunc('month', s.first_at AT TIME ZONE 'UTC') BETWEEN date_trunc('month', $1) AND $2
    GROUP BY s.market, date_trunc('month', s.first_at AT TIME ZONE 'UTC')
  ) m GROUP BY m.market
$$;
