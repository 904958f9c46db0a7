-- One row per market: the part of its listings that were met (0 to 1; NULL: unknown), and of its sales (month_reach): of the
-- UTC months that the window touches and that have a snapshot, on average.

CREATE FUNCTION research.window_reach(first_day date, last_day date) RETURNS TABLE (
  market text, sales double precision, listings double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT m.market, avg(m.sales), avg(m.listings) FROM research.month_reach($1, $2) m GROUP BY m.market
$$;
