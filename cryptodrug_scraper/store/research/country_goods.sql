-- One row per market, measure (listings of the window; transactions and turnover_eur for which a rating stands),
-- account, class of drug and substance: how much there is, and how much of it is the country's. Only goods that are
-- known to be drugs.

-- A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.
CREATE FUNCTION research.country_goods(country text, definition text, attribution text, first_day date, last_day date)
RETURNS TABLE (
  market text, measure text, vendor text, drug_class text, substance text, part double precision, whole double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH named AS (
    SELECT DISTINCT ON (p.market, p.listing_id) p.market, p.listing_id, p.drug_class, p.substance
    FROM (  -- of each name first: few rows, of which the others need not be sorted
      SELECT p.market, p.listing_id, p.drug_class, p.substance, max(p.snapshot_last_at) AS last_at
      FROM research.listing_presence p GROUP BY 1, 2, 3, 4
    ) p
    ORDER BY p.market, p.listing_id, p.substance IS NULL, p.drug_class IS NULL, p.last_at DESC
  ),
  month AS (
    SELECT l.*, max(l.month) FILTER (WHERE l.is_last) OVER (PARTITION BY l.market) AS last_month
    FROM research.listing_month l
    WHERE research.is_place($1) AND research.check_choices($2, $3) AND l.month BETWEEN date_trunc('month', $4) AND $5
  ),
  listing AS (
    SELECT m.market, m.vendor, m.listing_id,
           coalesce(bool_or(c.code = upper($1)), false) AND ($2 <> 'D4' OR count(DISTINCT c.code) = 1) AS is_theirs
    FROM month m
    LEFT JOIN LATERAL unnest(CASE WHEN $2 = 'D1' THEN m.last_codes ELSE m.ever_codes END) AS c(code) ON true
    WHERE $2 <> 'D1' OR (m.is_last AND m.month = m.last_month)
    GROUP BY 1, 2, 3
  ),
  goods AS (
    SELECT l.market, 'listings' AS measure, l.vendor, n.drug_class, n.substance, l.is_theirs::int::double precision AS part,
           1::double precision AS whole
    FROM listing l JOIN named n USING (market, listing_id)
    UNION ALL
    SELECT s.market, f.measure, s.vendor, s.drug_class, s.substance, s.weight * f.amount, f.amount
    FROM research.attributed_sale($1, $2, $3, $4, $5) s
    CROSS JOIN LATERAL (VALUES ('transactions', 1), ('turnover_eur', s.amount_eur)) AS f(measure, amount)
  )
  SELECT g.market, g.measure, g.vendor, g.drug_class, g.substance, sum(g.part), sum(g.whole)
  FROM goods g
  WHERE g.whole IS NOT NULL AND research.is_drug(g.drug_class, g.substance)
  GROUP BY 1, 2, 3, 4, 5
$$;
