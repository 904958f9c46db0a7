-- One row per market that ended, other market and measure (vendors that sold, transactions for which a rating stands,
-- turnover_eur): how much there was in as many days before its end and after it, and the quotient with its 95 % interval
-- over vendors. Which event is the end, and until when a market was observed: measures.accounts.shocks. days: how many on
-- each side, at most those asked for and those observed. The newest ratings are not left yet: where a market was observed
-- for a short time only, growth is too low.

CREATE FUNCTION research.growth_after_end(most_days integer DEFAULT 28) RETURNS TABLE (
  event text, from_market text, market text, measure text, days double precision, before double precision,
  after double precision, quotient double precision, low double precision, high double precision,
  before_vendor_count bigint, after_vendor_count bigint, vendor_count bigint
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH shock AS (
    SELECT DISTINCT ON (e.market) e.market, e.event, e.first_on::timestamp AT TIME ZONE 'UTC' AS begins,
           e.last_on::timestamp AT TIME ZONE 'UTC' AS ends
    FROM research.market_event e
    CROSS JOIN LATERAL (
      SELECT array_position(ARRAY['closure_announced', 'exit_scam', 'seizure_reported', 'closed'], e.event)) AS r(rank)
    WHERE r.rank IS NOT NULL ORDER BY e.market, e.first_on, e.last_on, r.rank
  ),
  observed AS (
    SELECT s.market,
           least(max(s.last_at), (
             SELECT (min(e.last_on) + 1)::timestamp AT TIME ZONE 'UTC' FROM research.market_event e
             WHERE e.market = s.market AND e.event IN ('exit_scam', 'seizure_reported', 'closed'))) AS until
    FROM research.snapshot s GROUP BY 1
  ),
  span AS (
    SELECT k.event, k.market AS from_market, o.market, k.begins, k.ends,
           least($1 * interval '1 day', o.until - k.ends) AS long
    FROM shock k JOIN observed o ON o.market <> k.market AND o.until > k.ends
  ),
  seller AS (
    SELECT p.event, p.from_market, p.market, p.long, t.vendor, count(*) FILTER (WHERE i.at < p.begins) AS before,
           count(*) FILTER (WHERE i.at >= p.ends) AS after, sum(w.eur) FILTER (WHERE i.at < p.begins) AS before_eur,
           sum(w.eur) FILTER (WHERE i.at >= p.ends) AS after_eur
    FROM research.transaction t
    CROSS JOIN LATERAL (SELECT t.occurred_from + (t.occurred_to - t.occurred_from) / 2) AS i(at)
    CROSS JOIN LATERAL (SELECT CASE WHEN t.price_flag NOT IN ('holding', 'free') THEN t.amount_eur END) AS w(eur)
    JOIN span p ON p.market = t.market AND i.at >= p.begins - p.long AND i.at < p.ends + p.long
      AND (i.at < p.begins OR i.at >= p.ends)
    GROUP BY 1, 2, 3, 4, 5
  ),
  summed AS (
    SELECT s.event, s.from_market, s.market, f.measure, s.long, coalesce(sum(f.before), 0) AS before,
           coalesce(sum(f.after), 0) AS after,
           research.cluster_quotient(
             array_agg(f.after ORDER BY s.vendor), array_agg(f.before ORDER BY s.vendor), NULL, NULL) AS growth,
           count(*) FILTER (WHERE f.before > 0) AS before_vendor_count,
           count(*) FILTER (WHERE f.after > 0) AS after_vendor_count,
           count(*) FILTER (WHERE coalesce(f.before, 0) + coalesce(f.after, 0) > 0) AS vendor_count
    FROM seller s
    CROSS JOIN LATERAL (VALUES
      ('vendors', (s.before > 0)::int::double precision, (s.after > 0)::int::double precision),
      ('transactions', s.before::double precision, s.after::double precision),
      ('turnover_eur', s.before_eur, s.after_eur)) AS f(measure, before, after)
    GROUP BY 1, 2, 3, 4, 5
  )
  SELECT s.event, s.from_market, s.market, s.measure, extract(epoch FROM s.long)::double precision / 86400, s.before,
         s.after, (s.growth).quotient, (s.growth).low, (s.growth).high, s.before_vendor_count, s.after_vendor_count,
         s.vendor_count
  FROM summed s ORDER BY 1, 2, 3, array_position(ARRAY['vendors', 'transactions', 'turnover_eur'], s.measure)
$$;
