-- What the findings are summed from: intervals, and the rows of a country's vendors, sales, goods and places.
-- A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.

CREATE FUNCTION research.wilson(
  k double precision, n double precision, OUT share double precision, OUT low double precision, OUT high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT k / t.n,
         CASE WHEN k <= 0 AND t.n > 0 THEN 0 ELSE (k / t.n + z2 / (2 * t.n) - w) / (1 + z2 / t.n) END,
         CASE WHEN k >= t.n THEN 1 ELSE (k / t.n + z2 / (2 * t.n) + w) / (1 + z2 / t.n) END
  FROM (SELECT nullif($2, 0)) AS t(n)
  CROSS JOIN (VALUES (1.959963984540054::double precision ^ 2)) AS normal(z2)
  CROSS JOIN LATERAL (SELECT sqrt(z2 * (k / t.n * (1 - k / t.n) / t.n + z2 / (4 * t.n ^ 2)))) AS half(w)
$$;
COMMENT ON FUNCTION research.wilson(double precision, double precision) IS
    'Share k / n of a count with its 95 % interval (Wilson 1927): 2 of 3 gives 0.208 to 0.939. NULL where n is 0.';

CREATE FUNCTION research.none_of(n double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN n > 0 THEN 1 - 0.05 ^ (1 / n) ELSE 1 END
$$;
COMMENT ON FUNCTION research.none_of(double precision) IS
    'Upper 95 % limit of a share of which none was seen among n: 1500 gives 0.0020.';

CREATE FUNCTION research.cluster_share(
  parts double precision[], wholes double precision[],
  OUT share double precision, OUT low double precision, OUT high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH unit AS (
    SELECT coalesce(u.part, 0) AS part, u.whole FROM unnest($1, $2) AS u(part, whole) WHERE u.whole > 0
  ),
  total AS (SELECT sum(u.part) AS part, sum(u.whole) AS whole, sum(u.part) / sum(u.whole) AS share FROM unit u),
  residual AS (
    SELECT u.whole / t.whole AS weight,
           CASE WHEN u.whole < t.whole
             THEN ((u.part - t.share * u.whole) / t.whole / (1 - u.whole / t.whole)) ^ 2 END AS square
    FROM unit u CROSS JOIN total t
  ),
  spread AS (
    SELECT coalesce(sum(r.square), 0) AS variance, 1 / sum(r.weight ^ 2) AS worth,
           sum(r.square) ^ 2 / nullif(sum(r.square ^ 2), 0) AS degrees
    FROM residual r
  ),
  step AS (
    SELECT t.share, s.worth,
           CASE WHEN s.variance > 0 THEN sqrt(s.variance) * research.t_quantile(greatest(2, s.degrees))
                ELSE sqrt(greatest(t.share * (1 - t.share), 0) / s.worth) * research.t_quantile(greatest(2, s.worth))
           END AS width
    FROM total t CROSS JOIN spread s
  )
  SELECT p.share,
         CASE WHEN p.share <= 0 THEN 0 WHEN p.share >= 1 THEN 0.05 ^ (1 / p.worth)
              ELSE 1 / (1 + exp(least(700, p.width / (p.share * (1 - p.share)) - ln(p.share / (1 - p.share))))) END,
         CASE WHEN p.share <= 0 THEN 1 - 0.05 ^ (1 / p.worth) WHEN p.share >= 1 THEN 1
              ELSE 1 / (1 + exp(greatest(-700, -p.width / (p.share * (1 - p.share)) - ln(p.share / (1 - p.share))))) END
  FROM step p WHERE p.share IS NOT NULL
$$;
COMMENT ON FUNCTION research.cluster_share(double precision[], double precision[]) IS
    'Share of sums over vendors, one element of both arrays for each, with the 95 % interval of measures.estimators.cluster_share: that of country_share. The order of the elements does not matter but for the last digits.';

CREATE FUNCTION research.cluster_quotient(
  over double precision[], under double precision[], base_over double precision[], base_under double precision[],
  OUT quotient double precision, OUT low double precision, OUT high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH unit AS (
    SELECT coalesce(u.a, 0) AS a, coalesce(u.b, 0) AS b, coalesce(u.c, 0) AS c, coalesce(u.d, 0) AS d
    FROM unnest($1, $2, $3, $4) AS u(a, b, c, d)
  ),
  total AS (
    SELECT nullif(sum(u.a), 0) AS a, nullif(sum(u.b), 0) AS b, nullif(sum(u.c), 0) AS c, nullif(sum(u.d), 0) AS d,
           sum(u.a) = 0 AS is_none
    FROM unit u
  ),
  residual AS (
    SELECT (u.a / t.a - u.b / t.b - CASE WHEN $3 IS NULL THEN 0 ELSE u.c / t.c - u.d / t.d END)
             / nullif(1 - CASE WHEN $3 IS NULL THEN (u.a + u.b) / (t.a + t.b) ELSE u.b / t.b END, 0) AS part
    FROM unit u CROSS JOIN total t
  ),
  spread AS (
    SELECT sqrt(sum(r.part ^ 2)) AS error, sum(r.part ^ 2) ^ 2 / nullif(sum(r.part ^ 4), 0) AS degrees,
           bool_or(r.part IS NULL) AS is_one
    FROM residual r
  ),
  found AS (
    SELECT coalesce(t.a, 0) / t.b / CASE WHEN $3 IS NULL THEN 1 ELSE t.c / t.d END AS quotient,
           CASE WHEN NOT s.is_one AND s.error > 0 AND s.error * research.t_quantile(greatest(2, s.degrees)) < ln(1000)
             THEN s.error * research.t_quantile(greatest(2, s.degrees)) END AS width,
           t.is_none, research.none_of((SELECT t.b ^ 2 / sum(u.b ^ 2) FROM unit u)) AS unseen, t.c / t.d AS base
    FROM total t CROSS JOIN spread s
  )
  SELECT f.quotient, CASE WHEN f.is_none THEN f.quotient ELSE f.quotient * exp(-f.width) END,
         CASE WHEN NOT f.is_none THEN f.quotient * exp(f.width)
              WHEN $3 IS NULL THEN f.unseen / nullif(1 - f.unseen, 0) ELSE f.unseen / f.base END
  FROM found f
$$;
COMMENT ON FUNCTION research.cluster_quotient(
  double precision[], double precision[], double precision[], double precision[]
) IS
    'Quotient of sums over vendors, one element of each array for a vendor: (over / under) / (base_over / base_under), which is a location quotient; or over / under where the last two are NULL. Its 95 % interval is taken on the logarithm, from linearised residuals over vendors, each divided by what its vendor leaves to the others (as in measures.estimators.cluster_share). Limits are NULL where one vendor is all there is, or so much that they would lie a thousand times apart from it; where nothing is over, the upper one is that of a share never seen in as many equal vendors as these are worth (none_of).';

CREATE FUNCTION research.trend(
  at double precision[], value double precision[],
  OUT slope double precision, OUT low double precision, OUT high double precision, OUT points bigint
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH fit AS (
    SELECT regr_slope(p.y, p.x) AS slope, regr_count(p.y, p.x) AS n, regr_sxx(p.y, p.x) AS sxx,
           greatest(regr_syy(p.y, p.x) - regr_sxy(p.y, p.x) ^ 2 / nullif(regr_sxx(p.y, p.x), 0), 0) AS rest
    FROM unnest($1, $2) AS p(x, y)
  ),
  wide AS (
    SELECT f.*, CASE f.n WHEN 3 THEN 12.706204736174698 ELSE research.t_quantile(f.n - 2) END
                * sqrt(f.rest / (f.n - 2) / f.sxx) AS width
    FROM fit f WHERE f.n > 2
  )
  SELECT w.slope, w.slope - w.width, w.slope + w.width, f.n FROM fit f LEFT JOIN wide w ON true
$$;
COMMENT ON FUNCTION research.trend(double precision[], double precision[]) IS
    'Slope of values over times by least squares, with its 95 % interval of Student''s t. NULL with fewer than three points.';

CREATE FUNCTION research.window_grade(market text, first_day date, last_day date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (array_agg(s.grade ORDER BY array_position(ARRAY['usable', 'complete', 'partial'], s.grade)))[1]
  FROM research.snapshot s
  WHERE s.market = $1 AND date_trunc('month', s.first_at AT TIME ZONE 'UTC') BETWEEN date_trunc('month', $2) AND $3
$$;
COMMENT ON FUNCTION research.window_grade(text, date, date) IS
    'The least grade of a market''s snapshots in the window that are not partial; partial where all are; NULL where there is none.';

CREATE FUNCTION research.check_choices(definition text, attribution text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF coalesce(definition NOT IN ('D1', 'D2', 'D3', 'D4'), true) THEN
    RAISE EXCEPTION 'definition is D1, D2, D3 or D4, not %', definition USING ERRCODE = '22023';
  END IF;
  IF coalesce(attribution NOT IN ('A1', 'A2', 'A3'), true) THEN
    RAISE EXCEPTION 'attribution is A1, A2 or A3, not %', attribution USING ERRCODE = '22023';
  END IF;
  RETURN true;
END
$$;
COMMENT ON FUNCTION research.check_choices(text, text) IS
    'True for a definition and an attribution of country_share; raises an error for what is none.';

CREATE FUNCTION research.vendor_weight(country text, definition text, attribution text, first_day date, last_day date)
RETURNS TABLE (market text, vendor text, weight double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH listing AS (
    SELECT l.*, max(l.month) FILTER (WHERE l.is_last) OVER (PARTITION BY l.market) AS last_month
    FROM research.listing_month l
    WHERE research.check_choices($2, $3) AND l.month BETWEEN date_trunc('month', $4) AND $5
  ),
  code AS (
    SELECT l.market, l.vendor, c.code, count(DISTINCT l.listing_id) AS listings
    FROM listing l
    CROSS JOIN LATERAL unnest(CASE WHEN $2 = 'D1' AND $3 <> 'A3' THEN l.last_codes ELSE l.ever_codes END) AS c(code)
    WHERE $2 <> 'D1' OR $3 = 'A3' OR (l.is_last AND l.month = l.last_month)
    GROUP BY 1, 2, 3
  )
  SELECT c.market, c.vendor,
         CASE WHEN $3 = 'A3' THEN bool_or(c.code = upper($1))::int::double precision / count(*)
              WHEN $2 = 'D3'
                THEN coalesce(max(c.listings) FILTER (WHERE c.code = upper($1)) = max(c.listings), false)::int
              WHEN $2 = 'D4' THEN bool_and(c.code = upper($1))::int
              ELSE bool_or(c.code = upper($1))::int END
  FROM code c GROUP BY 1, 2
$$;
COMMENT ON FUNCTION research.vendor_weight(text, text, text, date, date) IS
    'One row per market and account that names a country in the window: 1 for the country''s vendors by the definition, 0 for others; with A3 one part in as many as it has countries. What country_share takes for A2 and A3.';

CREATE FUNCTION research.country_part(country text, definition text, attribution text, first_day date, last_day date)
RETURNS TABLE (
  market text, month date, vendor text, measure text, part double precision, whole double precision, grade text
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH graded AS (  -- the best snapshot of the month
    SELECT s.market, date_trunc('month', s.first_at AT TIME ZONE 'UTC')::date AS month,
           (array_agg(s.grade ORDER BY array_position(ARRAY['complete', 'usable', 'partial'], s.grade)))[1] AS grade
    FROM research.snapshot s GROUP BY 1, 2
  ),
  listing AS (
    SELECT l.market, l.month, l.vendor, l.listing_id,
           CASE WHEN $2 = 'D1' THEN l.last_codes ELSE l.ever_codes END AS codes
    FROM research.listing_month l
    WHERE research.check_choices($2, $3) AND l.month BETWEEN date_trunc('month', $4) AND $5
      AND ($2 <> 'D1' OR l.is_last)
  ),
  code AS (
    SELECT l.market, l.month, l.vendor, c.code, count(DISTINCT l.listing_id) AS listings
    FROM listing l CROSS JOIN LATERAL unnest(l.codes) AS c(code) GROUP BY 1, 2, 3, 4
  ),
  member AS (
    SELECT c.market, c.month, c.vendor,
           CASE $2 WHEN 'D3' THEN coalesce(max(c.listings) FILTER (WHERE c.code = upper($1)) = max(c.listings), false)
                   WHEN 'D4' THEN bool_and(c.code = upper($1)) ELSE bool_or(c.code = upper($1)) END AS is_member
    FROM code c GROUP BY 1, 2, 3
  ),
  seller AS (
    SELECT l.market, l.month, l.vendor, count(*)::double precision AS listings,
           count(*) FILTER (
             WHERE upper($1) = ANY (l.codes) AND ($2 <> 'D4' OR cardinality(l.codes) = 1))::double precision AS theirs
    FROM listing l GROUP BY 1, 2, 3
  ),
  sold AS (
    SELECT o.market, o.month, o.vendor, f.measure,
           sum(f.amount * CASE WHEN $3 = 'A1' THEN coalesce(o.code = upper($1), false)::int ELSE coalesce(w.weight, 0) END)
             AS part,
           sum(f.amount) AS whole
    FROM research.origin_month o
    LEFT JOIN research.vendor_weight($1, $2, $3, $4, $5) w USING (market, vendor)
    CROSS JOIN LATERAL (VALUES ('transactions', o.transactions), ('turnover_eur', o.turnover_eur)) AS f(measure, amount)
    WHERE o.month BETWEEN date_trunc('month', $4) AND $5
      AND EXISTS (SELECT FROM seller s WHERE s.market = o.market AND s.month = o.month)
    GROUP BY 1, 2, 3, 4
  ),
  found AS (
    SELECT s.market, s.month, s.vendor, 'vendors' AS measure, coalesce(m.is_member, false)::int::double precision AS part,
           1::double precision AS whole
    FROM seller s LEFT JOIN member m USING (market, month, vendor)
    UNION ALL SELECT s.market, s.month, s.vendor, 'listings', s.theirs, s.listings FROM seller s
    UNION ALL SELECT s.market, s.month, s.vendor, s.measure, s.part, s.whole FROM sold s
  )
  SELECT f.market, f.month, f.vendor, f.measure, f.part, f.whole, g.grade FROM found f JOIN graded g USING (market, month)
$$;
COMMENT ON FUNCTION research.country_part(text, text, text, date, date) IS
    'One row per market, UTC month with a snapshot, account and measure (vendors, listings, transactions, turnover_eur): how much it has, and how much of that is the country''s. Summed over accounts these are value and total of country_share; with the best grade of the month''s snapshots.';
