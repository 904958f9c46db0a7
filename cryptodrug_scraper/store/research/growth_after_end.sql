-- One row per market that ended, other market and measure (vendors that sold, transactions for which a rating stands,
-- turnover_eur): how much there was in as many days before its end and after it, and how many times as much was sold, ratings
-- that are still to come among it, with the 95 % interval of what happened here (orders_growth), and that of what another draw
-- of vendors would have given (draw_low, draw_high). Which event is the end, and until when a market was observed:
-- measures.accounts.shocks. days: how many on each side: whole ones, at most those asked for and those observed.

CREATE FUNCTION research.growth_after_end(most_days integer DEFAULT 28) RETURNS TABLE (
  event text, from_market text, market text, measure text, days double precision, before double precision,
  after double precision, quotient double precision, low double precision, high double precision,
  before_vendor_count bigint, after_vendor_count bigint, vendor_count bigint, draw_low double precision,
  draw_high double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH shock AS (
    SELECT DISTINCT ON (e.market) e.market, e.event, e.first_on::timestamp AT TIME ZONE 'UTC' AS begins,
           e.last_on::timestamp AT TIME ZONE 'UTC' AS ends
    FROM research.market_event e
    WHERE e.acts IN ('shock', 'end', 'closing')
    ORDER BY e.market, e.first_on, e.last_on, array_position(ARRAY['shock', 'end', 'closing'], e.acts), e.event COLLATE "C"
  ),
  observed AS (
    SELECT s.market,
           least(max(s.last_at), (
             SELECT (min(e.last_on) + 1)::timestamp AT TIME ZONE 'UTC' FROM research.market_event e
             WHERE e.market = s.market AND e.acts IN ('end', 'closing'))) AS until
    FROM research.snapshot s GROUP BY 1
  ),
  span AS (
    SELECT k.event, k.market AS from_market, o.market, k.begins, k.ends,
           least($1 * interval '1 day', date_trunc('day', o.until - k.ends)) AS long
    FROM shock k JOIN observed o ON o.market <> k.market AND o.until >= k.ends + interval '1 day'
  )
  SELECT s.event, s.from_market, s.market, g.measure, extract(epoch FROM s.long)::double precision / 86400, g.before, g.after,
         g.quotient, g.low, g.high, g.before_vendor_count, g.after_vendor_count, g.vendor_count, g.draw_low, g.draw_high
  FROM span s CROSS JOIN LATERAL research.orders_growth(s.market, s.begins - s.long, s.begins, s.ends, s.ends + s.long) g
  ORDER BY 1, 2, 3, array_position(ARRAY['vendors', 'transactions', 'turnover_eur'], g.measure)
$$;
