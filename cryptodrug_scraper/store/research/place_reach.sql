-- One row per market: of which part of its listings it was read what they state of places (0 to 1; NULL: unknown): the part
-- that was met (window_reach), of which the own page was read in any snapshot. Of the UTC months that the window touches.

CREATE FUNCTION research.place_reach(first_day date, last_day date) RETURNS TABLE (market text, reached double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT w.market, w.listings * l.opened
  FROM research.window_reach($1, $2) w
  LEFT JOIN (
    SELECT l.market, count(*) FILTER (WHERE l.is_opened)::double precision / count(*) AS opened
    FROM (  -- of one listing first: few rows, of which none is sorted
      SELECT s.market, s.listing_id, coalesce(bool_or(s.seen_on = 'page'), false) AS is_opened
      FROM research.listing_snapshot s
      WHERE s.captured_at >= date_trunc('month', $1::timestamp) AT TIME ZONE 'UTC'
        AND s.captured_at < (date_trunc('month', $2::timestamp) + interval '1 month') AT TIME ZONE 'UTC'
      GROUP BY 1, 2
    ) l
    GROUP BY 1
  ) l USING (market)
$$;
