-- Quotient of sums over vendors, one element of each array for a vendor: (over / under) / (base_over / base_under),
-- which is a location quotient; or over / under where the last two are NULL. Its 95 % interval is taken on the
-- logarithm, from linearised residuals over vendors, each divided by what its vendor leaves to the others (as in
-- measures.estimators.cluster_share). Limits are NULL where one vendor is all there is, or so much that they would lie
-- a thousand times apart from it; where nothing is over, the upper one is that of a share never seen in as many equal
-- vendors as these are worth (none_of). An element that is NULL is of a vendor that had none; an array of which all are
-- NULL was not observed, and then nothing is known: all three are NULL.

CREATE FUNCTION research.cluster_quotient(
  over double precision[], under double precision[], base_over double precision[], base_under double precision[],
  OUT quotient double precision, OUT low double precision, OUT high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH unit AS (
    SELECT coalesce(u.a, 0) AS a, coalesce(u.b, 0) AS b, coalesce(u.c, 0) AS c, coalesce(u.d, 0) AS d,
           u.a IS NOT NULL AS is_seen
    FROM unnest($1, $2, $3, $4) AS u(a, b, c, d)
  ),
  total AS (
    SELECT nullif(sum(u.a), 0) AS a, nullif(sum(u.b), 0) AS b, nullif(sum(u.c), 0) AS c, nullif(sum(u.d), 0) AS d,
           CASE WHEN bool_or(u.is_seen) THEN sum(u.a) = 0 END AS is_none
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
    SELECT CASE WHEN t.is_none THEN 0 ELSE t.a END / t.b / CASE WHEN $3 IS NULL THEN 1 ELSE t.c / t.d END AS quotient,
           CASE WHEN NOT s.is_one AND s.error > 0 AND s.error * research.t_quantile(greatest(2, s.degrees)) < ln(1000)
             THEN s.error * research.t_quantile(greatest(2, s.degrees)) END AS width,
           t.is_none, research.none_of((SELECT t.b ^ 2 / sum(u.b ^ 2) FROM unit u)) AS unseen, t.c / t.d AS base
    FROM total t CROSS JOIN spread s
  )
  SELECT f.quotient, CASE WHEN f.is_none THEN f.quotient ELSE f.quotient * exp(-f.width) END,
         CASE WHEN NOT f.is_none THEN f.quotient * exp(f.width)
              WHEN f.is_none THEN CASE WHEN $3 IS NULL THEN f.unseen / nullif(1 - f.unseen, 0) ELSE f.unseen / f.base END END
  FROM found f
$$;
