-- One row per move of a market's accounts to a country, or away from it, that may fall into a window: both looks between
-- which it fell lie in it (is_inside), or the time between them touches it.

-- A window is the UTC months that it touches, each as a whole.
CREATE FUNCTION research.country_moves(
  country text, market text, is_into boolean, places text[], first_day date, last_day date
) RETURNS TABLE (
  market text, vendor text, from_codes text[], to_codes text[], moved_from timestamptz, moved_to timestamptz,
  is_inside boolean
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH span AS (
    SELECT date_trunc('month', CAST($5 AS timestamp)) AT TIME ZONE 'UTC' AS begins,
           (date_trunc('month', CAST($6 AS timestamp)) + interval '1 month') AT TIME ZONE 'UTC' AS ends
  )
  SELECT m.market, m.vendor, m.from_codes, m.to_codes, m.moved_from, m.moved_to,
         m.moved_from >= s.begins AND m.moved_to < s.ends
  FROM research.origin_move m CROSS JOIN span s
  WHERE m.market = $2
    AND $1 = ANY (CASE WHEN $3 THEN m.to_codes ELSE m.from_codes END)
    AND $4 && CASE WHEN $3 THEN m.from_codes ELSE m.to_codes END
    AND m.moved_to >= s.begins AND m.moved_from < s.ends
$$;
