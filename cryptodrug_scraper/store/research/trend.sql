-- Slope of values over times by least squares, with its 95 % interval, which is at least that of chance in the values:
-- Student's t of what they lie apart from the line, or, where that is wider, what chances, the variance of each, make of the
-- slope. So few points that happen to lie on a line are no certainty; without chances they have no interval. Slope and limits
-- are NULL with fewer than three points, or all at one time.

CREATE FUNCTION research.trend(
  at double precision[], value double precision[], chances double precision[] DEFAULT NULL,
  OUT slope double precision, OUT low double precision, OUT high double precision, OUT points bigint
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH point AS (
    SELECT p.x, p.y, p.chance, avg(p.x) OVER () AS middle
    FROM unnest($1, $2, $3) AS p(x, y, chance) WHERE p.x IS NOT NULL AND p.y IS NOT NULL
  ),
  fit AS (
    SELECT regr_slope(p.y, p.x) AS slope, count(*) AS n, nullif(regr_sxx(p.y, p.x), 0) AS sxx,
           greatest(regr_syy(p.y, p.x) - regr_sxy(p.y, p.x) ^ 2 / nullif(regr_sxx(p.y, p.x), 0), 0) AS rest,
           sum(p.y ^ 2) AS squares, sum((p.x - p.middle) ^ 2 * p.chance) AS chance
    FROM point p
  ),
  wide AS (
    SELECT f.slope, f.n,
           nullif(greatest(
             CASE f.n WHEN 3 THEN 12.706204736174698 ELSE research.t_quantile(f.n - 2) END
               -- what is left by the last digits of sums is nothing
               * CASE WHEN f.rest > 1e-12 * f.squares THEN sqrt(f.rest / (f.n - 2) / f.sxx) ELSE 0 END,
             1.959963984540054 * sqrt(f.chance) / f.sxx), 0) AS width
    FROM fit f WHERE f.n > 2
  )
  SELECT w.slope, w.slope - w.width, w.slope + w.width, f.n FROM fit f LEFT JOIN wide w ON true
$$;
