-- One row per market, UTC month that the window touches and that has a snapshot, and measure (vendors, listings,
-- transactions, turnover_eur): what falls to a country (ISO 3166-1 alpha-2), of how much, and the share with its 95 %
-- interval (Wilson for vendors and listings, over vendors for sales). Definition of its vendors: D1 at the month's
-- last snapshot, D2 at any, D3 mainly, D4 only. Attribution of sales: A1 by the origins of listings, A2 whole vendors,
-- A3 by the number of countries of a vendor. is_few: fewer than five vendors, not for publication.

-- Who is a country's, and which sales, is told in docs/measures.md (attribution, definitions).
CREATE FUNCTION research.country_share(
  country text, definition text, attribution text, first_day date, last_day date
) RETURNS TABLE (
  market text, month date, measure text, value double precision, total double precision, share double precision,
  share_low double precision, share_high double precision, vendor_count bigint, is_few boolean, grade text
) LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
#variable_conflict use_column
DECLARE
  asked text := upper(country_share.country);
  rule text := upper(country_share.definition);
  way text := upper(country_share.attribution);
  since date := date_trunc('month', country_share.first_day::timestamp)::date;
  until date := country_share.last_day;
BEGIN
  PERFORM research.is_place(country_share.country);
  IF rule NOT IN ('D1', 'D2', 'D3', 'D4') THEN
    RAISE EXCEPTION 'definition is D1, D2, D3 or D4, not %', country_share.definition USING ERRCODE = '22023';
  END IF;
  IF way NOT IN ('A1', 'A2', 'A3') THEN
    RAISE EXCEPTION 'attribution is A1, A2 or A3, not %', country_share.attribution USING ERRCODE = '22023';
  END IF;
  RETURN QUERY
  WITH listing AS MATERIALIZED (
    SELECT l.market, l.month, l.vendor, l.listing_id, l.ever_codes, l.last_codes, l.is_last
    FROM research.listing_month l WHERE l.month BETWEEN since AND until
  ),
  looked_at AS (  -- D1 looks at the last snapshot of a month
    SELECT l.market, l.month, l.vendor, l.listing_id,
           CASE WHEN rule = 'D1' THEN l.last_codes ELSE l.ever_codes END AS codes
    FROM listing l WHERE rule <> 'D1' OR l.is_last
  ),
  seller AS MATERIALIZED (  -- each listing counts once in a month: D3 and D4 look at the countries that it named
    SELECT l.market, l.month, l.vendor, count(*) AS listings,
           count(*) FILTER (WHERE asked = ANY (l.codes) AND (rule <> 'D4' OR cardinality(l.codes) = 1)) AS theirs
    FROM looked_at l GROUP BY 1, 2, 3
  ),
  -- vendors, month by month ------------------------------------------------------------------------------------------
  vendor_code AS (
    SELECT l.market, l.month, l.vendor, c.code, count(DISTINCT l.listing_id) AS weight
    FROM looked_at l CROSS JOIN LATERAL unnest(l.codes) AS c(code) GROUP BY 1, 2, 3, 4
  ),
  vendor_member AS (
    SELECT v.market, v.month, v.vendor,
           CASE rule
             WHEN 'D3' THEN coalesce(max(v.weight) FILTER (WHERE v.code = asked) = max(v.weight), false)
             WHEN 'D4' THEN bool_and(v.code = asked)
             ELSE bool_or(v.code = asked)
           END AS is_member
    FROM vendor_code v GROUP BY 1, 2, 3
  ),
  vendors AS (
    SELECT a.market, a.month, count(*) FILTER (WHERE m.is_member)::float8 AS value, count(*)::float8 AS total,
           count(*) FILTER (WHERE m.is_member) AS vendor_count
    FROM seller a LEFT JOIN vendor_member m USING (market, month, vendor) GROUP BY 1, 2
  ),
  listings AS (
    SELECT l.market, l.month, sum(l.theirs)::float8 AS value, sum(l.listings)::float8 AS total,
           count(*) FILTER (WHERE l.theirs > 0) AS vendor_count
    FROM seller l GROUP BY 1, 2
  ),
  -- vendors over the whole window, for A2 and A3 -----------------------------------------------------------------------
  last_month AS (SELECT l.market, max(l.month) AS month FROM listing l WHERE l.is_last GROUP BY 1),
  window_code AS (
    SELECT l.market, l.vendor, c.code, count(DISTINCT l.listing_id) AS weight
    FROM (
      SELECT x.market, x.vendor, x.listing_id, x.ever_codes AS codes FROM listing x WHERE way = 'A3' OR rule <> 'D1'
      UNION ALL
      SELECT x.market, x.vendor, x.listing_id, x.last_codes FROM listing x JOIN last_month USING (market, month)
      WHERE way = 'A2' AND rule = 'D1' AND x.is_last
    ) l CROSS JOIN LATERAL unnest(l.codes) AS c(code) WHERE way <> 'A1' GROUP BY 1, 2, 3
  ),
  window_weight AS (
    SELECT w.market, w.vendor,
           CASE WHEN way = 'A3' THEN bool_or(w.code = asked)::int::float8 / count(*)
                WHEN rule = 'D3' THEN coalesce(max(w.weight) FILTER (WHERE w.code = asked) = max(w.weight), false)::int
                WHEN rule = 'D4' THEN bool_and(w.code = asked)::int
                ELSE bool_or(w.code = asked)::int END AS weight
    FROM window_code w GROUP BY 1, 2
  ),
  -- sales ---------------------------------------------------------------------------------------------------------------
  sold AS (
    SELECT o.market, o.month, o.vendor, f.measure, sum(f.amount) AS whole,
           sum(f.amount * CASE WHEN way = 'A1' THEN coalesce(o.code = asked, false)::int ELSE coalesce(w.weight, 0) END)
             AS part
    FROM research.origin_month o
    LEFT JOIN window_weight w USING (market, vendor)
    CROSS JOIN LATERAL (VALUES ('transactions', o.transactions), ('turnover_eur', o.turnover_eur)) AS f(measure, amount)
    WHERE o.month BETWEEN since AND until
      AND EXISTS (SELECT FROM vendors v WHERE v.market = o.market AND v.month = o.month)
    GROUP BY 1, 2, 3, 4
  ),
  sold_total AS (
    SELECT s.market, s.month, s.measure, sum(s.part) AS value, sum(s.whole) AS total,
           count(*) FILTER (WHERE s.part > 0) AS vendor_count
    FROM sold s GROUP BY 1, 2, 3
  ),
  residual AS (
    SELECT t.market, t.month, t.measure, s.whole / t.total AS weight,
           CASE WHEN s.whole < t.total
             THEN ((s.part - t.value / t.total * s.whole) / t.total / (1 - s.whole / t.total))^2 END AS square
    FROM sold s JOIN sold_total t USING (market, month, measure) WHERE t.total > 0
  ),
  spread AS (
    SELECT r.market, r.month, r.measure, coalesce(sum(r.square), 0) AS variance, 1 / sum(r.weight^2) AS worth,
           sum(r.square)^2 / nullif(sum(r.square^2), 0) AS degrees
    FROM residual r GROUP BY 1, 2, 3
  ),
  step AS (
    SELECT t.market, t.month, t.measure, t.value, t.total, t.vendor_count, s.worth,
           CASE WHEN t.total > 0 THEN t.value / t.total END AS share,
           CASE WHEN s.variance > 0 THEN sqrt(s.variance) * research.t_quantile(greatest(2, s.degrees))
                ELSE sqrt(greatest(t.value / t.total * (1 - t.value / t.total), 0) / s.worth)
                     * research.t_quantile(greatest(2, s.worth)) END AS width
    FROM sold_total t LEFT JOIN spread s USING (market, month, measure)
  ),
  sale_share AS (
    SELECT p.market, p.month, p.measure, p.value, p.total, p.share,
           CASE WHEN p.share <= 0 THEN 0 WHEN p.share >= 1 THEN 0.05^(1 / p.worth)
                ELSE 1 / (1 + exp(least(700, p.width / (p.share * (1 - p.share)) - ln(p.share / (1 - p.share))))) END AS low,
           CASE WHEN p.share <= 0 THEN 1 - 0.05^(1 / p.worth) WHEN p.share >= 1 THEN 1
                ELSE 1 / (1 + exp(greatest(-700, -p.width / (p.share * (1 - p.share)) - ln(p.share / (1 - p.share)))))
           END AS high,
           p.vendor_count
    FROM step p
  ),
  counted AS (
    SELECT v.market, v.month, 'vendors' AS measure, v.value, v.total, v.vendor_count FROM vendors v
    UNION ALL SELECT l.market, l.month, 'listings', l.value, l.total, l.vendor_count FROM listings l
  ),
  count_share AS (  -- Wilson 1927
    SELECT c.market, c.month, c.measure, c.value, c.total, c.value / c.total AS share,
           CASE WHEN c.value <= 0 THEN 0 ELSE (c.value / c.total + z2 / (2*c.total) - w) / (1 + z2 / c.total) END AS low,
           CASE WHEN c.value >= c.total THEN 1
                ELSE (c.value / c.total + z2 / (2*c.total) + w) / (1 + z2 / c.total) END AS high,
           c.vendor_count
    FROM counted c
    CROSS JOIN (VALUES (1.959963984540054^2)) AS normal(z2)
    CROSS JOIN LATERAL (
      SELECT sqrt(z2 * (c.value / c.total * (1 - c.value / c.total) / c.total + z2 / (4 * c.total^2)))
    ) AS half(w)
  ),
  graded AS (  -- the best snapshot of the month
    SELECT n.market, date_trunc('month', n.first_at AT TIME ZONE 'UTC')::date AS month,
           (array_agg(n.grade ORDER BY array_position(ARRAY['complete', 'usable', 'partial'], n.grade)))[1] AS grade
    FROM research.snapshot n GROUP BY 1, 2
  )
  SELECT a.market, a.month, a.measure, a.value, a.total, a.share, a.low, a.high, a.vendor_count, a.vendor_count < 5, g.grade
  FROM (SELECT * FROM count_share UNION ALL SELECT * FROM sale_share) a
  LEFT JOIN graded g USING (market, month)
  ORDER BY a.market, a.month, array_position(ARRAY['vendors', 'listings', 'transactions', 'turnover_eur'], a.measure);
END
$$;
