-- One row per market, UTC month that the window touches and that has a snapshot, and measure (vendors, listings,
-- transactions, turnover_eur): what falls to a country (ISO 3166-1 alpha-2), of how much, and the share, both with the
-- 95 % interval of what happened here (share_here), and the share with that of what another draw of vendors would have
-- given (draw_low, draw_high: cluster_share); reached, the share of the market that was (country_part). Definition of its
-- vendors: D1 at the month's last snapshot, D2 at any, D3 mainly, D4 only. Attribution of sales: A1 by the origins of
-- listings, A2 whole vendors, A3 by the number of countries of a vendor. is_few: fewer than five vendors, not for
-- publication.
-- No interval has the errors that people judged (error_count): findings alone carry them.

-- Of sales and turnover of a month that cannot be known yet (market_month) all of these are NULL, and reason says why.
-- value_low and value_high join the error of the share with that of the whole (market_month), and are NULL where that one
-- is; of vendors and listings value_low is what was met. Who is a country's, and which sales, is told in docs/measures.md
-- (attribution, definitions).
CREATE FUNCTION research.country_share(
  country text, definition text, attribution text, first_day date, last_day date
) RETURNS TABLE (
  market text, month date, measure text, value double precision, total double precision, share double precision,
  share_low double precision, share_high double precision, vendor_count bigint, is_few boolean, grade text,
  value_low double precision, value_high double precision, draw_low double precision, draw_high double precision,
  reached double precision, reason text
) LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
#variable_conflict use_column
BEGIN
  PERFORM research.is_place(country_share.country), research.check_choices(upper($2), upper($3));  -- without rows, too
  RETURN QUERY
  WITH summed AS (
    SELECT p.market, p.month, p.measure, p.grade, sum(k.part) AS value, sum(k.whole) AS total,
           max(p.reached) AS reached, count(*) FILTER (WHERE p.part > 0) AS vendor_count,
           research.share_here(
             array_agg(k.part ORDER BY p.vendor), array_agg(k.whole ORDER BY p.vendor),
             array_agg(p.error ORDER BY p.vendor), array_agg(p.guess ORDER BY p.vendor), max(p.reached)) AS here,
           research.cluster_share(array_agg(k.part ORDER BY p.vendor), array_agg(k.whole ORDER BY p.vendor)) AS drawn
    FROM research.country_part($1, upper($2), upper($3), $4, $5) p
    CROSS JOIN LATERAL (SELECT CASE WHEN p.is_known THEN p.part END, CASE WHEN p.is_known THEN p.whole END) AS k(part, whole)
    GROUP BY 1, 2, 3, 4
  )
  SELECT s.market, s.month, s.measure, s.value, s.total, (s.here).share, (s.here).low, (s.here).high, s.vendor_count,
         s.vendor_count < 5, s.grade,
         CASE WHEN m.low IS NULL THEN NULL
              WHEN s.measure IN ('vendors', 'listings') THEN s.value
              ELSE greatest(0, s.value - sqrt(
                (s.total * ((s.here).share - (s.here).low))^2
                + coalesce(s.value * (m.value - m.low) / nullif(m.value, 0), 0)^2)) END,
         CASE WHEN m.high IS NULL THEN NULL
              WHEN s.measure IN ('vendors', 'listings') THEN greatest(s.value, (s.here).high * m.high)
              ELSE s.value + sqrt(
                (s.total * ((s.here).high - (s.here).share))^2
                + coalesce(s.value * (m.high - m.value) / nullif(m.value, 0), 0)^2) END,
         (s.drawn).low, (s.drawn).high, s.reached, m.reason
  FROM summed s LEFT JOIN research.market_month m USING (market, month, measure)
  ORDER BY s.market, s.month, array_position(ARRAY['vendors', 'listings', 'transactions', 'turnover_eur'], s.measure);
END
$$;
