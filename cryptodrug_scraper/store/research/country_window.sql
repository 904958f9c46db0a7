-- One row per market and measure (vendors, listings, transactions, turnover_eur): what falls to a country in all months
-- of a window together, of how much, and the share, with the 95 % interval of what happened here (share_here) and that of
-- what another draw of vendors would have given (draw_low, draw_high: cluster_share). Accounts count once, and who is the
-- country's is told by the window (vendor_weight, A2); listings, sales and turnover are those of its months, added up.
-- vendor_count: accounts of the country that have any; all_vendor_count: of all; month_count: months with a snapshot;
-- unknown_month_count: those of them whose sales cannot be known yet (market_month says why), and are not counted, but for
-- accounts where no month is known.
-- No interval has the errors that people judged (error_count): findings alone carry them.

-- A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share; with D1 the
-- accounts are those of the last month with a snapshot.
CREATE FUNCTION research.country_window(
  country text, definition text, attribution text, first_day date, last_day date
) RETURNS TABLE (
  market text, measure text, value double precision, total double precision, share double precision,
  share_low double precision, share_high double precision, vendor_count bigint, is_few boolean, grade text,
  all_vendor_count bigint, month_count bigint, draw_low double precision, draw_high double precision,
  reached double precision, unknown_month_count bigint
) LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
#variable_conflict use_column
BEGIN
  PERFORM research.is_place(country_window.country), research.check_choices(upper($2), upper($3));  -- without rows, too
  RETURN QUERY
  WITH part AS MATERIALIZED (
    SELECT p.market, p.month, p.vendor, p.measure, p.error, p.guess, p.reached, p.is_known,
           CASE WHEN p.is_known THEN p.part END AS part, CASE WHEN p.is_known THEN p.whole END AS whole,
           p.part > 0 AS is_theirs, p.whole > 0 AS is_there,
           p.is_known OR NOT bool_or(p.is_known) OVER (PARTITION BY p.market, p.measure) AS is_counted,
           p.measure <> 'vendors' OR upper($2) <> 'D1' OR p.month = max(p.month) OVER (PARTITION BY p.market) AS is_in
    FROM research.country_part($1, upper($2), upper($3), $4, $5) p
  ),
  looked AS (
    SELECT p.market, p.measure, count(DISTINCT p.month) AS month_count,
           count(DISTINCT p.month) FILTER (WHERE NOT p.is_known) AS unknown_month_count,
           sum(p.whole * coalesce(p.reached, 0)) / nullif(sum(p.whole), 0) AS reached
    FROM part p WHERE p.is_in GROUP BY 1, 2
  ),
  seller AS (
    SELECT p.market, p.measure, p.vendor, sum(p.part) AS part, sum(p.whole) AS whole,
           sqrt(sum(p.error ^ 2) FILTER (WHERE p.is_known)) AS error, sum(p.guess) FILTER (WHERE p.is_known) AS guess,
           coalesce(bool_or(p.is_theirs) FILTER (WHERE p.is_counted), false) AS is_theirs,
           coalesce(bool_or(p.is_there) FILTER (WHERE p.is_counted), false) AS is_there
    FROM part p WHERE p.measure <> 'vendors' GROUP BY 1, 2, 3
    UNION ALL
    SELECT p.market, 'vendors', p.vendor, (coalesce(w.weight, 0) > 0)::int::double precision, 1, 0, 0,
           coalesce(w.weight, 0) > 0, true
    FROM (SELECT DISTINCT p.market, p.vendor FROM part p WHERE p.measure = 'vendors' AND p.is_in) p
    LEFT JOIN research.vendor_weight($1, upper($2), 'A2', $4, $5) w USING (market, vendor)
  ),
  summed AS (
    SELECT s.market, s.measure, l.month_count, l.unknown_month_count, l.reached, sum(s.part) AS value, sum(s.whole) AS total,
           count(*) FILTER (WHERE s.is_theirs) AS vendor_count, count(*) FILTER (WHERE s.is_there) AS all_vendor_count,
           research.share_here(
             array_agg(s.part ORDER BY s.vendor), array_agg(s.whole ORDER BY s.vendor),
             array_agg(s.error ORDER BY s.vendor), array_agg(s.guess ORDER BY s.vendor), l.reached) AS here,
           research.cluster_share(array_agg(s.part ORDER BY s.vendor), array_agg(s.whole ORDER BY s.vendor)) AS drawn
    FROM seller s JOIN looked l USING (market, measure) GROUP BY 1, 2, 3, 4, 5
  )
  SELECT s.market, s.measure, s.value, s.total, (s.here).share, (s.here).low, (s.here).high, s.vendor_count,
         s.vendor_count < 5, research.window_grade(s.market, $4, $5), s.all_vendor_count, s.month_count, (s.drawn).low,
         (s.drawn).high, s.reached, s.unknown_month_count
  FROM summed s
  ORDER BY s.market, array_position(ARRAY['vendors', 'listings', 'transactions', 'turnover_eur'], s.measure);
END
$$;
