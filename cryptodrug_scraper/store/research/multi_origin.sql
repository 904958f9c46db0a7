-- One row per market and account that is the country's (D2) and sends from at least one more country in the window:
-- all its countries, whether it had several in one snapshot or only one after the other, and in how many snapshots a
-- country is known.

-- A window is the UTC months that it touches, each as a whole.
CREATE FUNCTION research.multi_origin(country text, first_day date, last_day date)
RETURNS TABLE (market text, vendor text, origin_codes text[], is_simultaneous boolean, snapshot_count bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT p.market, p.vendor, array_agg(DISTINCT c.code ORDER BY c.code), bool_or(cardinality(p.origin_codes) > 1),
         count(DISTINCT p.snapshot_id)
  FROM research.vendor_presence p CROSS JOIN LATERAL unnest(p.origin_codes) AS c(code)
  WHERE research.is_place($1)
    AND date_trunc('month', p.snapshot_first_at AT TIME ZONE 'UTC') BETWEEN date_trunc('month', $2) AND $3
  GROUP BY 1, 2
  HAVING bool_or(c.code = upper($1)) AND count(DISTINCT c.code) > 1
  ORDER BY 1, 2
$$;
