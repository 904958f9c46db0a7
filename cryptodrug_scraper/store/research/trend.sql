-- Slope of values over times by least squares, with its 95 % interval of Student's t. NULL with fewer than three
-- points.

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
