-- The least grade of a market's snapshots in the window that are not partial; partial where all are; NULL where there
-- is none.

-- A window is the UTC months that it touches, each as a whole.
CREATE FUNCTION research.window_grade(market text, first_day date, last_day date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (array_agg(s.grade ORDER BY array_position(ARRAY['usable', 'complete', 'partial'], s.grade)))[1]
  FROM research.snapshot s
  WHERE s.market = $1 AND date_trunc('month', s.first_at AT TIME ZONE 'UTC') BETWEEN date_trunc('month', $2) AND $3
$$;
